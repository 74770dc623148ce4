"""Publishes a dataset as files: chosen rows, checked after writing, all or nothing."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from crawler.catalogue.errors import ArgumentError, hint, near_matches
from crawler.dataset.errors import explain
from crawler.dataset.formats import FORMATS
from crawler.dataset.migrations import SCHEMA_VERSION
from crawler.dataset.publish import Manifest, publish
from crawler.dataset.snapshot import Choice, copy_dataset
from crawler.facts import load_toml


class Exported(msgspec.Struct):
    """What an export wrote: rows per table, number of files and their bytes."""

    rows: dict[str, int]
    files: int
    bytes: int


def check_format(name: str) -> str:
    """``name`` if it is an export format; :class:`ArgumentError` (one line) if it is not or not yet."""
    later = load_toml("export.toml")["later"]
    if name in later:
        raise ArgumentError(f"format={name}: {later[name]}; there are {', '.join(FORMATS)}")
    if name not in FORMATS:
        raise ArgumentError(
            f"format={name}: unknown{hint(near_matches(name, FORMATS))}; there are {', '.join(FORMATS)}"
        )
    return name


def export_dataset(dataset: Path, folder: Path, format_name: str, choice: Choice) -> Exported:
    """Write the chosen part of ``dataset`` into ``folder`` (made, or replaced if it is an earlier export).

    ``folder`` holds the files of the format and ``manifest.json`` with rows, sizes and hashes. It is replaced
    only when everything was written and read back. Raises :class:`DatasetError`; ``folder`` is then as it was.
    """
    write = FORMATS[check_format(format_name)]
    rows: dict[str, int] = {}

    def fill(making: Path) -> Manifest:
        with tempfile.TemporaryDirectory(prefix=f"{making.name}.", dir=making.parent) as work:
            copy = Path(work) / "copy.db"
            rows.update(copy_dataset(dataset, copy, choice, index=format_name == "sqlite"))
            try:
                files = write(copy, making)
            except sqlite3.Error as error:
                raise explain(error, copy) from error
        facts = load_toml("export.toml")
        return {
            "made_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "schema_version": SCHEMA_VERSION,
            "province": choice.province,
            "years": sorted(choice.years) if choice.years is not None else None,
            "rows": dict(rows),
            "licence": {"en": facts["licence_en"], "zh": facts["licence_zh"]},
            "notes": [facts["null"], facts["search"]],
            "files": {name: {"rows": count} for name, count in files.items()},
        }

    entry = publish(folder, format_name, fill)
    return Exported(rows, len(entry["files"]), sum(file["bytes"] for file in entry["files"]))
