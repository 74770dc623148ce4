"""The files of a report page as the reading takes them; an archive (压缩包) among them is opened. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

from crawler.reading.packed import is_packed, unpack
from crawler.records import Attachment, Document, Finding

State = Literal["read", "stored", "blocked", "failed", "too_large", "unsupported"]


class File(msgspec.Struct):
    """A file of a report page: ``document`` is None where it could not be had, and ``reason`` says why.

    ``attachment.state`` is then the way it failed. ``archive`` is the file in which it lay, ``findings`` what was
    wrong with an archive.
    """

    attachment: Attachment
    document: Document | None = None
    reason: str = ""
    archive: File | None = None
    findings: list[Finding] = []


def opened(files: list[File]) -> list[File]:
    """The files, each archive followed by what is in it."""
    found: list[File] = []
    for file in files:
        found.append(file)
        if file.document is None or not is_packed(file.document):
            continue
        packed = unpack(file.document)
        file.findings = packed.findings
        file.reason = "; ".join(finding.message for finding in packed.findings)
        for inner in packed.documents:
            attachment = Attachment(inner.url, f"{file.attachment.name}/{inner.name}"[:200])
            found.append(File(attachment, inner, archive=file))
    return found


def judge_archive(file: File, files: list[File]) -> None:
    """Settles the state of an archive: ``read`` where anything in it was."""
    inside = [other.attachment.state for other in files if other.archive is file]
    if "read" in inside:
        file.attachment.state, file.reason = "read", ""
    elif inside:
        file.attachment.state = "stored"
    else:
        unread = any(finding.rule in ("unread_format", "broken_file") for finding in file.findings)
        file.attachment.state = "unsupported" if unread else "stored"
