"""What the dataset derives from data/: the wide views, the coverage view and the codebook.

They hold no data of their own, so they are not migrated: whatever differs from today's definition is made
anew when a dataset is opened for writing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlite_utils import Database

from crawler.dataset.migrations import SQL, statements
from crawler.facts import load_toml

#: Forms that have a wide view: (view, form).
WIDE_FORMS = (("requests_wide", "requests"), ("reviews_wide", "reviews"))


def refresh(db: Database) -> None:
    """Bring views and ``columns_documentation`` to today's definitions; writes only what differs."""
    present: dict[str, str] = dict(
        db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall()
    )
    wanted = view_definitions()
    for name in present.keys() - wanted.keys():
        db.conn.execute(f"DROP VIEW {name}")
    for name, sql in wanted.items():
        if present.get(name) != sql:
            db.conn.execute(f"DROP VIEW IF EXISTS {name}")
            db.conn.execute(sql)
    documented = db.conn.execute("SELECT table_name, column_name, zh, en FROM columns_documentation").fetchall()
    rows = sorted(documentation())
    if sorted(documented) != rows:
        db.conn.execute("DELETE FROM columns_documentation")
        db.conn.executemany("INSERT INTO columns_documentation VALUES (?, ?, ?, ?)", rows)


def is_current(db: Database) -> bool:
    """Whether :func:`refresh` would change nothing."""
    present = dict(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    documented = db.conn.execute("SELECT table_name, column_name, zh, en FROM columns_documentation").fetchall()
    return present == view_definitions() and sorted(documented) == sorted(documentation())


@cache
def view_definitions() -> dict[str, str]:
    """Name -> CREATE VIEW statement, of every view of the dataset."""
    definitions = {view: _cells_wide(view, form) for view, form in WIDE_FORMS}
    definitions["statistics_wide"] = _statistics_wide()
    (coverage,) = statements((SQL / "coverage.sql").read_text(encoding="utf-8"))
    # SQLite keeps a statement from its CREATE on; what stands before it would always look like a difference.
    definitions["coverage"] = coverage[coverage.index("CREATE VIEW") :]
    return definitions


@cache
def cell_columns(form: str) -> dict[str, tuple[str, str, str]]:
    """Column of the form's wide view (``received_total``) -> (row key, column key, Chinese term)."""
    keys = load_toml("keys.toml")[form]
    return {
        f"{row}_{column}": (row, column, f"{row_zh}·{column_zh}")
        for row, row_zh in keys["rows"].items()
        for column, column_zh in keys["columns"].items()
    }


def _identity_columns() -> str:
    names = [name for name in load_toml("schema.toml")["wide"]["columns"] if name != "report_id"]
    return ", ".join(["r.id AS report_id", *(f"r.{name}" for name in names)])


def _cells_wide(view: str, form: str) -> str:
    cells = ",\n    ".join(
        f"max(CASE WHEN c.row_key = '{row}' AND c.column_key = '{column}' THEN c.value END) AS {name}"
        for name, (row, column, _) in cell_columns(form).items()
    )
    return (
        f"CREATE VIEW {view} AS\nSELECT\n    {_identity_columns()},\n    {cells}\nFROM reports AS r\n"
        f"LEFT JOIN table_cells AS c ON c.report_id = r.id AND c.form = '{form}'\nGROUP BY r.id"
    )


def _statistics_wide() -> str:
    figures = ",\n    ".join(
        f"max(CASE WHEN s.measure = '{measure}' THEN s.value END) AS {measure}"
        for measure in load_toml("keys.toml")["measures"]
    )
    return (
        f"CREATE VIEW statistics_wide AS\nSELECT\n    {_identity_columns()},\n    {figures}\nFROM reports AS r\n"
        "LEFT JOIN (\n"
        "    SELECT report_id, measure, value, min(position) FROM statistics\n"
        "    WHERE label IS NULL AND period = 'year' AND scope = 'agency' AND value IS NOT NULL\n"
        "    GROUP BY report_id, measure\n"
        ") AS s ON s.report_id = r.id\nGROUP BY r.id"
    )


def documentation() -> Iterator[tuple[str, str, str, str]]:
    """The codebook: (table, column, zh, en); the column is ``""`` for the table as a whole."""
    facts = dict(load_toml("schema.toml"))
    wide, views = facts.pop("wide"), facts.pop("views")
    for table, entry in facts.items():
        yield table, "", entry["zh"], entry["en"]
        for column, (zh, en) in entry["columns"].items():
            yield table, column, zh, en
    for view, (zh, en) in views.items():
        yield view, "", zh, en
        for column, (column_zh, column_en) in wide["columns"].items():
            yield view, column, column_zh, column_en
    for view, form in WIDE_FORMS:
        for name, (row, column, zh) in cell_columns(form).items():
            yield view, name, zh, f"Cell {row} × {column} of the form {form}; NULL = not stated as a number"
    for measure, zh in load_toml("keys.toml")["measures"].items():
        yield "statistics_wide", measure, zh, f"First figure stated for {measure}; NULL = not stated"
