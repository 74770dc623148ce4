"""Nothing that is written stays unexplained: the codebook, its table and its page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import msgspec
import pytest

from crawler.dataset import codebook
from crawler.dataset.codebook import entries, page
from crawler.dataset.reports import store_report
from crawler.dataset.schema import open_dataset
from crawler.facts import DATA, FactsError, load_toml
from crawler.records import Report
from crawler.report.read import read_document
from tests.bench.pages import samples
from tests.dataset.conftest import MONDAY, ROOT

EXPLAINED = {(entry.kind, entry.form, entry.key) for entry in entries()}


def test_the_page_is_what_the_facts_say() -> None:
    stored = (DATA / "CODEBOOK.md").read_text(encoding="utf-8")
    assert stored == page(), "stale: python -m crawler.dataset.codebook > data/CODEBOOK.md"


def test_every_entry_says_what_it_is_in_both_languages_with_its_source() -> None:
    for entry in entries():
        assert entry.zh and entry.definition and entry.en and entry.source, entry
        if entry.kind in ("measure", "row", "column"):
            assert entry.unit and entry.eras, entry
        eras = (entry.eras or "").split()
        assert set(eras) <= load_toml("codebook.toml")["eras"].keys(), entry


def test_every_label_and_measure_that_is_read_has_an_entry() -> None:
    forms = load_toml("forms.toml")
    read = {
        (kind, form, key)
        for form in codebook.FORMS
        for kind, part in (("row", "rows"), ("column", "columns"))
        for key in forms[form][part]
        if kind == "row" or key not in forms[form].get("unstored_columns", ())
    }
    shared = chain.from_iterable(keys.values() for keys in forms["annex2014"]["shared_keys"].values())
    read |= {("row", "annex2014", key) for key in shared}
    assert read - EXPLAINED == set()


def rules_in_code() -> Iterator[tuple[str, str]]:
    """(rule, file) of every Finding that the code makes with a rule written out."""
    for file in (ROOT / "crawler").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Finding"
                and node.args
            ):
                rule = node.args[0]
                if isinstance(rule, ast.Constant) and isinstance(rule.value, str):
                    yield rule.value, file.name


def test_every_rule_in_the_code_has_an_entry() -> None:
    found = dict(rules_in_code())
    assert len(found) > 20
    assert {rule: file for rule, file in found.items() if ("rule", "", rule) not in EXPLAINED} == {}


def written(report: Report) -> set[tuple[str, str, str]]:
    found = {("measure", "", statistic.measure) for statistic in report.statistics}
    found |= {("rule", "", finding.rule) for finding in report.findings}
    for cell in report.table_cells:
        found.add(("form", cell.form, cell.form))
        found |= {("row", cell.form, cell.row_key), ("column", cell.form, cell.column_key)}
    return found | ({("era", "", report.form_era)} if report.form_era else set())


def test_what_is_read_of_reports_of_all_eras_is_explained() -> None:
    found: set[tuple[str, str, str]] = set()
    for sample in samples(24):
        report = read_document(sample.document).report
        assert report is not None
        found |= written(report)
    assert {kind for kind, _, _ in found} >= {"measure", "row", "column", "form", "era"}
    assert found - EXPLAINED == set()


def test_the_table_is_the_codebook_and_follows_it(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with closing(open_dataset(path)) as db:
        assert db["codebook"].count == len(EXPLAINED)
        ((zh, unit, eras),) = db.execute(
            "SELECT zh, unit, eras FROM codebook WHERE kind = 'row' AND form = 'requests' AND key = 'other_unpaid'"
        ).fetchall()
        assert (zh, unit, eras) == ("其他处理：逾期未缴纳费用", "件", "standard2021")
        db.execute("UPDATE codebook SET zh = 'old' WHERE key = 'granted'")
        db.execute("DELETE FROM codebook WHERE kind = 'rule'")
    with closing(open_dataset(path)) as db:
        assert db["codebook"].count == len(EXPLAINED)
        assert db.execute("SELECT count(*) FROM codebook WHERE zh = 'old'").fetchone() == (0,)


def test_a_key_without_a_definition_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = msgspec.json.decode(msgspec.json.encode(load_toml("keys.toml")))
    keys["reviews"]["rows"]["arbitration"] = "仲裁"
    load = codebook.load_toml
    monkeypatch.setattr(codebook, "load_toml", lambda name: keys if name == "keys.toml" else load(name))
    with pytest.raises(FactsError, match="keys of reviews: arbitration"):
        list(entries())


def test_every_stored_key_joins_the_codebook(tmp_path: Path) -> None:
    with closing(open_dataset(tmp_path / "d.db")) as db:
        with db.atomic():
            for number, sample in enumerate(samples(8)):
                report = read_document(sample.document).report
                assert report is not None
                report.url = f"http://a.gov.cn/{number}.html"
                store_report(db, report, None, MONDAY)
        for table, kind, form, key in (
            ("table_cells", "row", "t.form", "row_key"),
            ("table_cells", "column", "t.form", "column_key"),
            ("statistics", "measure", "''", "measure"),
            ("findings", "rule", "''", "rule"),
        ):
            rows = db.execute(
                f"SELECT t.* FROM {table} AS t LEFT JOIN codebook AS c"
                f" ON c.kind = '{kind}' AND c.form = {form} AND c.key = t.{key} WHERE c.key IS NULL"
            ).fetchall()
            assert rows == [], table
        assert db["table_cells"].count
