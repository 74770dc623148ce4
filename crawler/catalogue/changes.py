"""What a list of portals would change in the catalogue: a reviewable diff, applied only when asked for."""

from __future__ import annotations

import csv
import difflib
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from crawler.catalogue.hosts import parse_host
from crawler.catalogue.portals import LEVEL_ORDER, address_key
from crawler.catalogue.registry import Row
from crawler.facts import FactsError

#: Levels of which a division has one portal; a department's or a township's site is told by its address.
_ONE_EACH = frozenset(("province", "xpcc", "prefecture", "county"))
#: What a list states is taken over; where it is silent the catalogue's word stays.
_STATED = ("platform", "flags")


class Change(msgspec.Struct):
    """A row of the catalogue ``before`` (None: not in it) and ``after``."""

    kind: Literal["added", "changed", "unchanged"]
    before: Row | None
    after: Row


def compare(catalogue: Sequence[Row], listed: Iterable[Row]) -> list[Change]:
    """What the rows of a list (``registry.read_list``) would change. A new address was not tried yet: trust C.

    A government's portal is known by its division, every other site by its address. A host that differs only by
    ``www.`` or by http and https is no change.
    """
    governments = {
        (row["level"], row["division_code"]): row
        for row in catalogue
        if row["level"] in _ONE_EACH and row["division_code"] and "historic" not in row["flags"].split()
    }
    by_address = {_same(row["home_url"]): row for row in catalogue}
    changes: dict[str, Change] = {}
    for row in listed:
        address = _same(row["home_url"])
        known = by_address.get(address)
        if row["level"] in _ONE_EACH:
            known = governments.get((row["level"], row["division_code"]), known)
        if known is None:
            changes[address] = Change("added", None, row | {"trust": "C"})
        else:
            stated = {column: row[column] for column in _STATED if row[column]}
            if _same(known["home_url"]) != address:
                stated |= {"home_url": row["home_url"], "trust": "C", "checked_on": ""}
            after = known | stated
            if after == known:
                changes.setdefault(address, Change("unchanged", known, known))
                continue
            after["source"] = _joined(known["source"], row["source"])
            changes[address] = Change("changed", known, after)
    return list(changes.values())


def _same(url: str) -> str:
    host = parse_host(url)
    return address_key(url).removeprefix("www.") if host is not None else url


def _joined(before: str, now: str) -> str:
    return " ".join(dict.fromkeys([*before.split(), *now.split()]))


def changed(catalogue: Sequence[Row], changes: Iterable[Change]) -> list[Row]:
    """The catalogue with the changes in it, in its order: by division code, governments before what is theirs."""
    made = [change for change in changes if change.kind != "unchanged"]
    replaced = {id(change.before): change.after for change in made if change.before is not None}
    rows = [replaced.get(id(row), row) for row in catalogue]
    rows += [change.after for change in made if change.before is None]
    return sorted(rows, key=lambda row: (row["division_code"] or "~", LEVEL_ORDER.index(row["level"]), row["province"]))


def read_rows(path: Path) -> tuple[list[str], list[Row]]:
    """The columns and rows of a catalogue file. Raises :class:`~crawler.facts.FactsError`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            return list(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FactsError(f"{path}: not a catalogue: {error}") from error


def text_of(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A catalogue file's text."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def diff(columns: Sequence[str], before: Iterable[Row], after: Iterable[Row], name: str) -> str:
    """A unified diff of two states of a catalogue file, as git shows it."""
    old, new = (text_of(columns, rows).splitlines(keepends=True) for rows in (before, after))
    return "".join(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", n=0))


def write(path: Path, text: str) -> None:
    """Replaces a file in one step. Raises OSError; the file is then as it was."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        if path.exists():
            Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
