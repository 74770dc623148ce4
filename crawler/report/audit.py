"""Audits of one report's tables (勾稽关系): what its own figures say against each other.

Each rule names its source and shows the sum in its message. A blank or "/" is not a zero: where a cell that a sum
needs is blank, the sum is taken with it as zero and must still not reach the printed total to be a finding, so a
form that leaves zeros blank raises nothing. Nothing is corrected; the printed figures stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.facts import load_toml
from crawler.records import Finding, TableCell

Cells = dict[tuple[str, str, str], TableCell]

_PARTS = (
    "granted", "partly_granted", "refused_state_secret", "refused_by_law", "refused_security_stability",
    "refused_third_party", "refused_internal", "refused_process", "refused_enforcement_file",
    "refused_administrative_query", "unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear",
    "unprocessed_petition", "unprocessed_repeat", "unprocessed_publication", "unprocessed_excessive",
    "unprocessed_reconfirm", "other_uncorrected", "other_unpaid", "other_other", "other",
)  # fmt: skip
_APPLICANTS = ("natural_person", "business", "research", "social_organization", "legal_service", "other")
_OUTCOMES = ("upheld", "corrected", "other", "pending")


def audit_tables(cells: Iterable[TableCell]) -> list[Finding]:
    """The findings of all rules on the cells of one report's statutory tables."""
    table: Cells = {(cell.form, cell.row_key, cell.column_key): cell for cell in cells}
    if not table:
        return []
    return [*_requests_columns(table), *_requests_rows(table), *_reviews(table)]


def _number(table: Cells, form: str, row: str, column: str) -> float | None:
    cell = table.get((form, row, column))
    return cell.value if cell is not None and cell.state == "number" else None


def _sum(values: Iterable[float | None]) -> tuple[float, bool]:
    """The sum with blanks as zero, and whether any number was there at all."""
    numbers = [value for value in values if value is not None]
    return sum(numbers), bool(numbers)


def _label(form: str, part: str, key: str) -> str:
    return str(load_toml("keys.toml")[form][part][key])


def _shown(value: float) -> str:
    return f"{value:g}"


def _requests_columns(table: Cells) -> list[Finding]:
    """国办公开办函〔2021〕30号 / 〔2019〕60号, 表三: 一 + 二 = 三(七) + 四, and 三(七) is the sum of its parts."""
    found = []
    for column in (*_APPLICANTS, "total"):
        received, carried_in, processed, carried_out = (
            _number(table, "requests", row, column)
            for row in ("received", "carried_in", "total_processed", "carried_out")
        )
        name = _label("requests", "columns", column)
        parts, any_part = _sum(_number(table, "requests", row, column) for row in _PARTS)
        if processed is not None and any_part and parts != processed:
            message = f"申请情况表“{name}”列:各项办理结果之和 {_shown(parts)} 不等于(七)总计 {_shown(processed)}"
            found.append(Finding("sum_mismatch", message, "error", f"{_shown(parts)} ≠ {_shown(processed)}"))
        if received is None or processed is None:
            continue
        left, right = received + (carried_in or 0), processed + (carried_out or 0)
        if left != right:
            message = (
                f"申请情况表“{name}”列:一 {_shown(received)} + 二 {_shown(carried_in or 0)} = {_shown(left)},"
                f"不等于三(七) {_shown(processed)} + 四 {_shown(carried_out or 0)} = {_shown(right)}"
            )
            found.append(Finding("identity_broken", message, "error", f"{_shown(left)} ≠ {_shown(right)}"))
    return found


def _requests_rows(table: Cells) -> list[Finding]:
    """The same forms, 表三: each row's 总计 is the sum of the six kinds of applicants."""
    found = []
    for row in dict.fromkeys(key[1] for key in table if key[0] == "requests"):
        total = _number(table, "requests", row, "total")
        parts, any_part = _sum(_number(table, "requests", row, column) for column in _APPLICANTS)
        if total is not None and any_part and parts != total:
            name = _label("requests", "rows", row)
            message = f"申请情况表“{name}”行:各类申请人之和 {_shown(parts)} 不等于总计 {_shown(total)}"
            found.append(Finding("sum_mismatch", message, "error", f"{_shown(parts)} ≠ {_shown(total)}"))
    return found


def _reviews(table: Cells) -> list[Finding]:
    """The same forms, 表四: each 总计 is the sum of its four outcomes."""
    found = []
    for row in ("review", "lawsuit_direct", "lawsuit_after_review"):
        total = _number(table, "reviews", row, "total")
        parts, any_part = _sum(_number(table, "reviews", row, column) for column in _OUTCOMES)
        if total is not None and any_part and parts != total:
            name = _label("reviews", "rows", row)
            message = f"复议诉讼表“{name}”:四种结果之和 {_shown(parts)} 不等于总计 {_shown(total)}"
            found.append(Finding("sum_mismatch", message, "error", f"{_shown(parts)} ≠ {_shown(total)}"))
    return found
