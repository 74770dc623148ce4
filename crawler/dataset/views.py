"""What the dataset derives from data/: the wide views, the coverage view, the codebook and its columns' documentation.

They hold no data of their own, so they are not migrated: whatever differs from today's definition is made
anew when a dataset is opened for writing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlite_utils import Database

from crawler.dataset.codebook import entries
from crawler.dataset.migrations import SQL, statements
from crawler.facts import load_toml

#: Forms that have wide views: (view, form, which column of table_cells stands in it).
WIDE_FORMS = (
    ("requests_wide", "requests", "value"),
    ("requests_wide_states", "requests", "state"),
    ("reviews_wide", "reviews", "value"),
    ("reviews_wide_states", "reviews", "state"),
)

#: What a cell of a wide view says.
_SHOWN = {
    "value": "0 = stated as none; NULL = no number: blank, / or not there",
    "state": "number, blank, na (/ - — 无) or text; NULL = the report has no such cell",
}


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
    for table, rows in _tables().items():
        if _stored(db, table) != rows:
            db.conn.execute(f"DELETE FROM {table}")
            marks = ", ".join("?" * len(rows[0]))
            db.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def is_current(db: Database) -> bool:
    """Whether :func:`refresh` would change nothing."""
    present = dict(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    if present != view_definitions():
        return False
    return all(_stored(db, table) == rows for table, rows in _tables().items())


def _tables() -> dict[str, list[tuple[str | None, ...]]]:
    """The rows of the tables that explain the dataset, by their keys."""
    return {
        "columns_documentation": sorted(documentation()),
        "codebook": sorted(entries(), key=lambda entry: entry[:3]),
    }


def _stored(db: Database, table: str) -> list[tuple[str | None, ...]]:
    return db.conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()


@cache
def view_definitions() -> dict[str, str]:
    """Name -> CREATE VIEW statement, of every view of the dataset."""
    definitions = {view: _cells_wide(view, form, column) for view, form, column in WIDE_FORMS}
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


def _cells_wide(view: str, form: str, shown: str) -> str:
    # A report has each cell once; max() only picks it out of its group.
    cells = ",\n    ".join(
        f"max(CASE WHEN c.row_key = '{row}' AND c.column_key = '{column}' THEN c.{shown} END) AS {name}"
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
        "    SELECT f.report_id, f.measure, f.value, min((f.scope <> 'agency') * 1000000 + f.position)\n"
        "    FROM statistics AS f JOIN reports AS o ON o.id = f.report_id\n"
        "    WHERE f.label IS NULL AND f.period = 'year' AND f.value IS NOT NULL\n"
        "    AND (f.scope = 'agency' OR (f.scope = 'region' AND o.agency_kind = 'government'))\n"
        "    GROUP BY f.report_id, f.measure\n"
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
    for view, form, shown in WIDE_FORMS:
        says = _SHOWN[shown]
        for name, (row, column, zh) in cell_columns(form).items():
            yield view, name, zh, f"Cell {row} × {column} of the form {form}; {says}"
    for measure, zh in load_toml("keys.toml")["measures"].items():
        yield "statistics_wide", measure, zh, f"First figure stated for {measure}; NULL = not stated"
