"""The statutory tables (统计表) of made-up figures, laid out as printed, with their cells' keys."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

#: Figures by name, as texts and tables both state them.
Figures = dict[str, int]


class FormCell(NamedTuple):
    """What a cell of a statutory table says: form, row key, column key and the print."""

    form: str
    row_key: str
    column_key: str
    raw: str


class Cell(NamedTuple):
    """A printed cell."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass
class Table:
    """A table as printed (``rows`` of cells with spans) and what it says (``cells``)."""

    form: str
    rows: list[list[Cell]]
    cells: list[FormCell] = field(default_factory=list)


@cache
def forms() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "forms.toml").read_text(encoding="utf-8"))


def draw_figures(rng: Random, busy: bool) -> Figures:
    """Consistent figures of an agency's year. ``busy``: it received applications; otherwise none."""
    site, media, elsewhere = rng.randint(60, 900), rng.randint(20, 300), rng.randint(3, 40)
    natural, business = (rng.randint(1, 18), rng.randint(0, 5)) if busy else (0, 0)
    carried_in, carried_out = (rng.randint(0, 2), rng.randint(0, 1)) if busy else (0, 0)
    received = natural + business
    processed = received + carried_in - carried_out
    not_held = rng.randint(0, processed // 2)
    return {
        "disclosed": site + media + elsewhere,
        "by_site": site,
        "by_media": media,
        "elsewhere": elsewhere,
        "normative": rng.randint(0, 9),
        "interpretations": rng.randint(2, 40),
        "received": received,
        "natural": natural,
        "business": business,
        "carried_in": carried_in,
        "carried_out": carried_out,
        "processed": processed,
        "not_held": not_held,
        "granted": processed - not_held,
        "decisions": rng.randint(0, 900),
    }


def proactive(era: str, figures: Figures, rng: Random) -> Table:
    """Table 二 (主动公开): one block of rows per item of article 20."""
    table = Table("proactive", [])
    for block in forms()["proactive_2021" if era == "standard2021" else "proactive_2019"]:
        columns = block["columns"]
        last = 4 - len(columns)
        table.rows.append([Cell(block["article"], colspan=4)])
        heads = ["信息内容", *(label for _, label in columns)]
        table.rows.append([*(Cell(text) for text in heads[:-1]), Cell(heads[-1], colspan=last)])
        for row_key, label in block["rows"]:
            printed = [Cell(label)]
            for column_key, _ in columns:
                value = _proactive_value(row_key, column_key, figures, rng)
                table.cells.append(FormCell("proactive", row_key, column_key, value))
                printed.append(Cell(value))
            printed[-1] = Cell(printed[-1].text, colspan=last)
            table.rows.append(printed)
    return table


def _proactive_value(row_key: str, column_key: str, figures: Figures, rng: Random) -> str:
    if row_key == "normative_documents" and column_key in ("issued", "newly_made", "newly_disclosed"):
        return str(figures["normative"])
    if column_key == "in_force" or column_key == "total_disclosed":
        return str(figures["normative"] + rng.randint(0, 20)) if row_key == "normative_documents" else "0"
    if column_key == "decisions" and row_key == "licences":
        return str(figures["decisions"])
    if column_key == "amount" and row_key == "fees":
        return rng.choice(("0", f"{rng.randint(1, 400)}.{rng.randint(1, 99):02d}"))
    return "0"


def requests(era: str, figures: Figures, zero: str = "0") -> Table:
    """Table 三 (依申请公开): its identities hold; ``zero`` is how the agency prints none."""
    rows: list[tuple[str, str]] = [(key, label) for key, label in forms()["requests"]["rows"]]
    if era == "trial2019":
        at = next(i for i, (key, _) in enumerate(rows) if key == "other_uncorrected")
        rows[at : at + 3] = [tuple(forms()["requests"]["other_2019"])]
    columns = [key for key, _ in forms()["requests"]["columns"]]
    values = {(key, column): 0 for key, _ in rows for column in columns}
    held_back = min(figures["not_held"], figures["natural"] + figures["carried_in"] - figures["carried_out"])
    person = {
        "received": figures["natural"],
        "carried_in": figures["carried_in"],
        "unavailable_not_held": held_back,
        "total_processed": figures["natural"] + figures["carried_in"] - figures["carried_out"],
        "carried_out": figures["carried_out"],
    }
    person["granted"] = person["total_processed"] - held_back
    firm = {"received": figures["business"], "total_processed": figures["business"]}
    firm["unavailable_not_held"] = figures["not_held"] - held_back
    firm["granted"] = figures["business"] - firm["unavailable_not_held"]
    for column, column_values in (("natural_person", person), ("business", firm)):
        for key, value in column_values.items():
            values[key, column] = value
            values[key, "total"] += value
    printed = {at: str(value) if value else zero for at, value in values.items()}
    table = Table("requests", _requests_head())
    for (key, _), labels in zip(rows, _label_cells([label for _, label in rows], 3), strict=True):
        table.rows.append([*labels, *(Cell(printed[key, column]) for column in columns)])
        table.cells += [FormCell("requests", key, column, printed[key, column]) for column in columns]
    return table


def _requests_head() -> list[list[Cell]]:
    labels = [label for _, label in forms()["requests"]["columns"]]
    inner = [label.split("/")[1] for label in labels if "/" in label]
    return [
        [Cell(forms()["requests"]["caption"], rowspan=3, colspan=3), Cell("申请人情况", colspan=7)],
        [Cell(labels[0], rowspan=2), Cell("法人或其他组织", colspan=len(inner)), Cell(labels[-1], rowspan=2)],
        [Cell(label) for label in inner],
    ]


def _label_cells(labels: list[str], depth: int) -> list[list[Cell]]:
    """The label cells of each row: a part that consecutive rows share is one spanned cell."""
    paths = [tuple(label.split("/")) for label in labels]
    printed = []
    for index, path in enumerate(paths):
        row = []
        for level in range(len(path)):
            prefix = path[: level + 1]
            if index and level < len(path) - 1 and paths[index - 1][: level + 1] == prefix:
                continue
            last = level == len(path) - 1
            span = 1 if last else sum(other[: level + 1] == prefix for other in paths)
            row.append(Cell(path[level], rowspan=span, colspan=depth - level if last else 1))
        printed.append(row)
    return printed


def reviews(rng: Random, zero: str = "0") -> Table:
    """Table 四 (行政复议、行政诉讼): fifteen columns, one row of figures."""
    groups, columns = forms()["reviews"]["rows"], forms()["reviews"]["columns"]
    width = len(columns)
    table = Table("reviews", [])
    table.rows.append([Cell("行政复议", colspan=width), Cell("行政诉讼", colspan=2 * width)])
    table.rows.append(
        [
            *(Cell(label, rowspan=2) for _, label in columns),
            *(Cell(g[1].split("/")[1], colspan=width) for g in groups[1:]),
        ]
    )
    table.rows.append([Cell(label) for _ in groups[1:] for _, label in columns])
    figures: list[Cell] = []
    for row_key, _ in groups:
        upheld = rng.choice((0, 0, 0, 1, 2))
        for column_key, _ in columns:
            value = str(upheld) if upheld and column_key in ("upheld", "total") else zero
            table.cells.append(FormCell("reviews", row_key, column_key, value))
            figures.append(Cell(value))
    table.rows.append(figures)
    return table


def annex(figures: Figures, rng: Random) -> Table:
    """The annex of 2014 to 2018 (政府信息公开情况统计表)."""
    trained = rng.randint(20, 300)
    staff, full = rng.randint(2, 9), rng.randint(0, 2)
    known = {
        "disclosed": figures["disclosed"],
        "normative_documents_disclosed": figures["normative"],
        "normative_documents_made": figures["normative"],
        "channel_website": figures["by_site"],
        "channel_wechat": figures["by_media"],
        "channel_other": figures["elsewhere"],
        "interpretations": figures["interpretations"],
        "applications": figures["received"],
        "applications_in_person": figures["natural"],
        "applications_letter": figures["business"],
        "completed": figures["processed"],
        "completed_on_time": figures["processed"],
        "answered": figures["processed"],
        "answered_granted": figures["granted"],
        "answered_not_exist": figures["not_held"],
        "organs": 1,
        "reading_points": rng.randint(1, 4),
        "staff": staff,
        "staff_full_time": full,
        "staff_part_time": staff - full,
        "meetings": rng.randint(1, 6),
        "trainings": rng.randint(1, 5),
        "people_trained": trained,
    }
    table = Table("annex2014", [[Cell("统 计 指 标"), Cell("单位"), Cell("统计数")]])
    for key, label, unit in forms()["annex2014"]["rows"]:
        value = "" if key == "-" else str(known.get(key, 0))
        table.rows.append([Cell(label), Cell(unit or "——"), Cell(value or "——")])
        if key != "-":
            table.cells.append(FormCell("annex2014", key, "value", value))
            if unit:
                table.cells.append(FormCell("annex2014", key, "unit", unit))
    return table
