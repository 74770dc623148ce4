"""Sums of the statutory tables: what breaks is found and shown, blanks and printed zeros break nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import crawler
from crawler.facts import load_toml
from crawler.records import Finding, TableCell
from crawler.report.audits.tables import audit_tables, tables_of
from crawler.report.forms.labels import value_of

Raw = dict[tuple[str, str], str]

ROWS = tuple(load_toml("keys.toml")["requests"]["rows"])
COLUMNS = tuple(load_toml("keys.toml")["requests"]["columns"])
ANNEX = tuple(load_toml("keys.toml")["annex2014"]["rows"])


def cells_of(form: str, table: Raw) -> list[TableCell]:
    return [TableCell(form, row, column, raw, *value_of(raw)) for (row, column), raw in table.items()]


def findings(form: str, table: Raw) -> list[Finding]:
    return audit_tables(tables_of(cells_of(form, table)))


def rules_of(found: list[Finding]) -> list[str]:
    return [finding.rule for finding in found]


def requests(zero: str = "0", undivided: bool = False) -> Raw:
    """A table of the form that balances: 12 received, 2 carried in, 13 dealt with, 1 carried out."""
    rows = [row for row in ROWS if row.startswith("other") is False or (row == "other") is undivided]
    table = {(row, column): zero for row in rows for column in COLUMNS}
    last = "other" if undivided else "other_uncorrected"
    for column, count in (("natural_person", 9), ("business", 3), ("total", 12)):
        table["received", column] = str(count)
    for column in ("natural_person", "total"):
        table |= {("carried_in", column): "2", ("carried_out", column): "1", ("granted", column): "6"}
        table |= {("refused_process", column): "1", ("unavailable_not_held", column): "2", (last, column): "1"}
        table["total_processed", column] = "10" if column == "natural_person" else "13"
    table["granted", "business"], table["granted", "total"] = "3", "9"
    table["total_processed", "business"] = "3"
    return table


@pytest.mark.parametrize("zero", ["0", "", "/", "—"])
@pytest.mark.parametrize("undivided", [True, False])
def test_a_table_that_balances_raises_nothing_however_it_prints_zeros(zero: str, undivided: bool) -> None:
    assert findings("requests", requests(zero, undivided)) == []


@pytest.mark.parametrize(
    "blank", [("total_processed", "total"), ("received", "total"), ("total_processed", "business")]
)
def test_a_total_left_blank_is_taken_from_its_parts(blank: tuple[str, str]) -> None:
    assert findings("requests", requests() | {blank: ""}) == []


def test_a_total_that_its_parts_do_not_make_shows_the_sum() -> None:
    table = requests() | {("received", "total"): "14"}
    found = findings("requests", table)
    assert rules_of(found) == ["sum_mismatch", "identity_broken"]
    assert found[0].message == "申请情况表“本年新收申请”行：“总计”各项之和 9+3=12，不等于所列 14"
    assert "一 14 + 二 2 = 16，不等于三（七） 13 + 四 1 = 14" in found[1].message


@pytest.mark.parametrize("row", [row for row in ROWS if not row.startswith("other") and row not in ("carried_in", "received", "carried_out")])  # fmt: skip  # noqa: E501
def test_every_outcome_belongs_to_the_sum_of_outcomes(row: str) -> None:
    table = requests()
    table[row, "natural_person"] = str(int(table[row, "natural_person"]) + 1)
    table[row, "total"] = str(int(table[row, "total"]) + 1)
    assert "sum_mismatch" in rules_of(findings("requests", table))


def test_a_row_that_was_not_read_excuses_a_sum_that_falls_short_but_not_one_that_exceeds() -> None:
    table = requests()
    for column in COLUMNS:
        del table["unavailable_not_held", column]
    assert findings("requests", table) == []
    table["granted", "natural_person"], table["granted", "total"] = "16", "19"
    assert set(rules_of(findings("requests", table))) == {"sum_mismatch"}


def test_words_in_a_cell_are_not_taken_for_zero() -> None:
    table = requests() | {("unavailable_not_held", "natural_person"): "见备注", ("unavailable_not_held", "total"): ""}
    table["unavailable_not_held", "total"] = "见备注"
    assert findings("requests", table) == []


def test_a_subtotal_beside_its_parts_is_not_counted_twice() -> None:
    table = requests() | {("other", column): requests()["other_uncorrected", column] for column in COLUMNS}
    assert findings("requests", table) == []


def reviews(**changed: str) -> Raw:
    outcomes = ("upheld", "corrected", "other", "pending", "total")
    table = {
        (row, outcome): "0" for row in ("review", "lawsuit_direct", "lawsuit_after_review") for outcome in outcomes
    }
    table |= {("review", "upheld"): "2", ("review", "pending"): "1", ("review", "total"): "3"}
    return table | {("review", outcome): raw for outcome, raw in changed.items()}


def test_reviews_are_their_four_outcomes() -> None:
    assert findings("reviews", reviews()) == []
    assert findings("reviews", reviews(total="")) == []
    (found,) = findings("reviews", reviews(total="0"))
    assert found.message == "复议诉讼表“行政复议”行：“总计”各项之和 2+1=3，不等于所列 0"


def annex(**changed: str) -> Raw:
    known = {
        "disclosed": "120", "normative_documents_disclosed": "4", "press_conferences": "2", "interviews": "1",
        "applications": "5", "applications_in_person": "1", "applications_online": "3", "applications_letter": "1",
        "completed": "5", "completed_on_time": "4", "completed_extended": "1", "answered": "5",
        "answered_granted": "2", "answered_refused": "2", "answered_not_exist": "1", "refused_privacy": "1",
        "refused_other": "1", "reviews": "1", "reviews_upheld": "1", "staff": "6", "staff_full_time": "2",
        "staff_part_time": "4",
    }  # fmt: skip
    return {(row, "value"): (known | changed).get(row, "0") for row in ANNEX}


def test_the_annex_of_2014_is_checked_in_all_its_sums() -> None:
    assert findings("annex2014", annex()) == []
    wholes = ("applications", "completed", "answered", "answered_refused", "reviews", "lawsuits", "staff")
    for whole in wholes:
        found = findings("annex2014", annex(**{whole: "9"}))
        expected = ["sum_mismatch"] if whole != "answered_refused" else ["sum_mismatch", "sum_mismatch"]
        if whole == "lawsuits":
            expected = ["sum_mismatch"]
        assert rules_of(found) == expected, whole
    found = findings("annex2014", annex(press_conferences_by_head="3"))
    assert [finding.message for finding in found] == [
        "统计表：“主要负责同志参加新闻发布会次数” 3 大于“参加或举办新闻发布会总次数” 2"
    ]


def test_outcomes_that_a_local_form_has_below_its_refusals_are_counted_by_these() -> None:
    outcomes = {"applications": "9", "completed": "9", "answered": "9", "answered_already_public": "0"}
    local = {at: raw for at, raw in annex(**outcomes, answered_granted="7").items() if not at[0].startswith("refused")}
    parts = [row for row, _ in local if row.startswith("answered_") and row != "answered_granted"]
    local |= {(row, "value"): "0" for row in parts} | {("answered_refused", "value"): "2"}
    below = {("answered_not_exist", "value"): "1", ("answered_not_this_organ", "value"): "1"}
    told = [finding.message for finding in findings("annex2014", local | below) if "申请答复数" in finding.message]
    assert told == []
    full = local | below | {("refused_privacy", "value"): "2"}  # no room for them below the refusals
    assert len([finding for finding in findings("annex2014", full) if "申请答复数" in finding.message]) == 1
    more = local | below | {("answered_granted", "value"): "8"}
    told = [finding.message for finding in findings("annex2014", more) if "申请答复数" in finding.message]
    assert len(told) == 1


def test_channels_overlap_but_none_has_more_than_was_disclosed() -> None:
    overlapping = annex(channel_website="110", channel_wechat="60")
    assert findings("annex2014", overlapping) == []
    assert rules_of(findings("annex2014", annex(channel_website="130"))) == ["sum_mismatch"]


def test_a_slash_and_a_blank_are_none_in_a_sum_of_reviews() -> None:
    columns = ("upheld", "corrected", "other", "pending")
    for raw in ("/", ""):
        cells = {("review", column): raw for column in columns} | {("review", "total"): "1"}
        assert rules_of(findings("reviews", cells)) == ["sum_mismatch"]
        assert findings("reviews", cells | {("review", "other"): "1"}) == []
    cells = {("review", column): "/" for column in (*columns, "total")}
    assert findings("reviews", cells) == []
    assert rules_of(findings("reviews", cells | {("review", "upheld"): "1"})) == ["sum_mismatch"]


def test_an_annex_with_blanks_or_without_some_rows_is_not_blamed() -> None:
    assert findings("annex2014", {at: "" if raw == "0" else raw for at, raw in annex().items()}) == []
    local = {at: raw for at, raw in annex(answered="7").items() if at[0] != "answered_other_channel"}
    assert findings("annex2014", local) == []


def test_a_local_form_that_prints_few_parts_of_a_total_has_no_others() -> None:
    local = {("answered", "value"): "12", ("answered_granted", "value"): "9", ("answered_partly", "value"): "1"}
    local |= {("answered_refused", "value"): "2", ("reviews", "value"): "0"}
    assert findings("annex2014", local) == []
    assert rules_of(findings("annex2014", local | {("answered_granted", "value"): "8"})) == ["sum_mismatch"]


def _rules_in(tree: ast.AST) -> Iterator[str]:
    makers = {"Finding", "finding", "ArchiveError"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in makers and isinstance(node.args[0].value, str):
                yield node.args[0].value


def test_every_rule_that_the_code_names_is_in_the_list_of_rules_with_its_source() -> None:
    known = load_toml("rules.toml")
    package = Path(crawler.__file__).parent
    named = {rule for path in package.rglob("*.py") for rule in _rules_in(ast.parse(path.read_text(encoding="utf-8")))}
    assert {"sum_mismatch", "unknown_row", "zip_bomb"} <= named
    assert sorted(named - known.keys()) == []
    for rule in known.values():
        assert rule["zh"] and rule["en"] and rule["source"]
        assert {"error", "warning", "note"} >= set(rule["severity"]) != set()
