"""Puts a finished export in its place: a whole folder at once, or nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from crawler.dataset.errors import DatasetError

MANIFEST = "manifest.json"

Manifest = dict[str, Any]


def publish(target: Path, key: str, fill: Callable[[Path], Manifest]) -> Manifest:
    """Have ``fill`` write files into a folder beside ``target``, then put that folder in ``target``'s place.

    ``fill`` returns the manifest entry of this export; ``key`` (the format) is its name in ``manifest.json``.
    Files of an earlier export in other formats are kept. When anything fails, ``target`` is as it was.
    Raises :class:`DatasetError` (``refused``) for a folder that holds anything but an earlier export.
    """
    target = target.resolve()
    earlier = _earlier_manifest(target)
    making = target.with_name(f".{target.name}.{os.getpid()}.making")
    try:
        making.mkdir(parents=True)
        entry = fill(making)
        entry["files"] = [
            {"path": file.name, "bytes": file.stat().st_size, "sha256": _sha256(file), **entry["files"][file.name]}
            for file in sorted(making.iterdir())
        ]
        manifest = {**earlier, key: entry}
        for other, kept in earlier.items():
            if other != key:
                for file in kept["files"]:
                    os.link(target / file["path"], making / file["path"])
        (making / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        _sync(making)
        _swap(making, target)
    except OSError as error:
        place = error.filename or target
        raise DatasetError(f"export to {target} failed: {error.strerror} ({place})", "not_writable") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return entry


def _earlier_manifest(target: Path) -> Manifest:
    """The manifest of the export in ``target``; empty if there is none and the folder is free."""
    try:
        if not target.exists() or (target.is_dir() and not any(target.iterdir())):
            return {}
        manifest = msgspec.json.decode((target / MANIFEST).read_bytes(), type=dict[str, dict[str, Any]])
        listed = {file["path"] for entry in manifest.values() for file in entry["files"]} | {MANIFEST}
        foreign = sorted(file.name for file in target.iterdir() if file.name not in listed)
    except (OSError, msgspec.MsgspecError, KeyError, TypeError) as error:
        raise DatasetError(
            f"export to {target} refused: it exists and is no earlier export; name a new or an empty folder",
            "refused",
        ) from error
    if foreign:
        raise DatasetError(f"export to {target} refused: {foreign[0]} there is no part of an earlier export", "refused")
    return manifest


def _swap(making: Path, target: Path) -> None:
    if not target.exists():
        making.rename(target)
        return
    former = target.with_name(f".{target.name}.{os.getpid()}.former")
    target.rename(former)
    try:
        making.rename(target)
    except OSError:
        former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    """Have the files on disk before the folder takes its name: a power cut then leaves the old or the new."""
    for path in (*folder.iterdir(), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            with suppress(OSError):  # a file system that cannot sync has nothing to wait for
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
