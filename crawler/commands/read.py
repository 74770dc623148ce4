"""``scrapy read``: reads files exactly as the crawl would and prints one JSON object per document per line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.catalogue.lookup import portal_at
from crawler.facts import FactsError
from crawler.reading.packed import is_packed, unpack
from crawler.records import Context, Document, Reading
from crawler.report.read import read_document

#: A file longer than this is not read into memory; the crawl would not have fetched it either.
LARGEST_FILE = 200_000_000
_WARC = (".warc", ".warc.gz")


class Command(ScrapyCommand):
    """Reads reports from files. Touches no database and no network."""

    requires_project = True
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's own way to set a command's defaults)

    def syntax(self) -> str:
        """The arguments, for the help text."""
        return "[options] PATH… (- for standard input)"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Read report files as the crawl would; prints a JSON object per document per line"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """``--url``: the address the file came from; it resolves links and tells the portal."""
        super().add_options(parser)
        parser.add_argument("--url", default="", help="the address that the file came from")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the records; exit status 1 when any file could not be read, with a line that names it."""
        if not args:
            raise UsageError("read: name at least one file, or - for standard input")
        for path in args:
            try:
                for document in self._unpacked(path, _documents(path, opts.url)):
                    reading = read_document(document, _context(document.url))
                    sys.stdout.write(msgspec.json.encode(_record(reading)).decode() + "\n")
                    if reason := _unread(reading):
                        self._fail(path, reason)
            except (OSError, ValueError, FactsError) as error:
                reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                self._fail(path, reason)
        sys.stdout.flush()

    def _unpacked(self, path: str, documents: Iterator[Document]) -> Iterator[Document]:
        """The documents, each archive (ZIP, RAR, 7z) as what is in it; what cannot be unpacked is told."""
        for document in documents:
            if not is_packed(document):
                yield document
                continue
            packed = unpack(document)
            yield from packed.documents
            for finding in packed.findings:
                self._fail(path, f"{finding.message} {finding.evidence}".strip())

    def _fail(self, path: str, reason: str) -> None:
        print(f"read: {path}: {reason}", file=sys.stderr)
        self.exitcode = 1


def _unread(reading: Reading) -> str:
    """Why nothing could be read of a document, or ""."""
    page = reading.page
    if not page.size:
        return "is empty"
    if page.format == "unknown":
        return "is no format that is known here"
    unread = next((finding for finding in page.findings if finding.rule == "unread_format"), None)
    return f"{page.format} was not read: {unread.message}" if unread else ""


def _documents(path: str, url: str) -> Iterator[Document]:
    """The documents of a path: the file itself, or every HTML or file response of a WARC."""
    if path == "-":
        yield Document(sys.stdin.buffer.read(LARGEST_FILE), url=url, name="-")
        return
    file = Path(path)
    if file.is_dir():
        raise IsADirectoryError(21, "is a folder, not a file")
    if file.name.lower().endswith(_WARC):
        yield from _archived(file)
        return
    if file.stat().st_size > LARGEST_FILE:
        raise ValueError(f"larger than {LARGEST_FILE // 1_000_000} MB")
    yield Document(file.read_bytes(), url=url, name=file.name)


def _archived(file: Path) -> Iterator[Document]:
    """The successful responses of a WARC, with chunks and compression undone."""
    with file.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                headers = record.http_headers
                if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
                    continue
                yield Document(
                    record.content_stream().read(LARGEST_FILE),
                    record.rec_headers.get_header("WARC-Target-URI", ""),
                    {name.lower(): value for name, value in headers.headers},
                    200,
                    record.rec_headers.get_header("WARC-Date", ""),
                    file.name,
                )
        except ArchiveLoadFailed as error:
            raise ValueError(f"not a whole WARC: {error}") from error


def _context(url: str) -> Context:
    """What the catalogue knows of an address: the portal on whose host, or above it, it lies."""
    portal = portal_at(url) if url else None
    return Context(division_code=portal.division_code, portal_name=portal.name) if portal else Context()


def _record(reading: Reading) -> dict[str, Any]:
    """The record printed: the columns of ``reports`` that a file gives, and its parts (CONTRACT, section 2)."""
    page, report = reading.page, reading.report
    record: dict[str, Any] = {"is_report": report is not None, "kind": reading.kind, "why": reading.why}
    if report is not None:
        record |= msgspec.to_builtins(report)
        record["script_repaired"] = int(report.script_repaired)
    else:
        record |= {
            "url": page.url,
            "title": page.meta.get("articletitle") or page.title,
            "format": page.format,
            "encoding": page.encoding or None,
            "raw_sha256": page.raw_sha256,
            "sections": [],
            "statistics": [],
            "table_cells": [],
            "findings": msgspec.to_builtins(page.findings),
            "attachments": [],
        }
    record["declared_encoding"] = page.declared_encoding or None
    record["links"] = [{"url": link.url, "text": link.text} for link in page.links]
    return record
