"""Numbers as a spreadsheet prints them: 12, not 12.0; 35%, not 0.35; a date, not 44286."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

#: The formats that both XLS and XLSX know by number (ECMA-376, 18.8.30), also the Chinese ones.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "d-m-yy", 16: "d-m",
    17: "m-yy", 22: "yyyy-m-d h:mm", 27: "yyyy年m月", 28: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 36: "yyyy年m月",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月",
    53: "m月d日", 54: "m月d日", 55: "yyyy年m月", 56: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip

_NOISE = re.compile(r"\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.(?P<decimals>[#0?]*))?")


class _Format(NamedTuple):
    date: bool = False
    chinese: bool = False
    year: bool = True
    day: bool = True
    percent: bool = False
    thousands: bool = False
    least: int = 0
    most: int = -1
    prefix: str = ""
    suffix: str = ""


@cache
def _parse(code: str) -> _Format:
    plain = _NOISE.sub("", code.split(";")[0])
    bare = _LITERAL.sub("", plain).lower()
    if any(letter in bare for letter in "yd") or "m" in bare.replace("am/pm", "") or "h" in bare:
        return _Format(date=True, chinese="年" in plain or "月" in plain, year="y" in bare, day="d" in bare)
    found = _DIGITS.search(plain)
    if found is None:
        return _Format()
    decimals = found["decimals"] or ""
    before, after = plain[: found.start()], plain[found.end() :]

    def literal(text: str) -> str:
        return _LITERAL.sub(lambda part: part[1] or part[2] or "", text).replace("%", "").strip()

    return _Format(
        percent="%" in bare,
        thousands="," in found.group(),
        least=decimals[:15].count("0"),
        most=min(len(decimals), 15),
        prefix=literal(before),
        suffix=literal(after),
    )


def print_number(value: float, code: str = "", *, since_1904: bool = False) -> str:
    """The print of a number under a format code (``#,##0.00``, ``0%``, ``yyyy年m月d日``); "" is General."""
    shape = _parse(code) if code and code.lower() != "general" and len(code) < 256 else _Format()
    if shape.date:
        return _print_date(value, shape, since_1904)
    if shape.most < 0:
        return plain_number(value)
    if not abs(value) < 1e13:
        return plain_number(value)
    # A sheet rounds what it shows in decimal, half up: 7.25 is 7.3.
    shown = (Decimal(f"{value:.15g}") * (100 if shape.percent else 1)).quantize(
        Decimal(1).scaleb(-min(shape.most, 15)), ROUND_HALF_UP
    )
    text = f"{shown:,f}" if shape.thousands else f"{shown:f}"
    if shape.most > shape.least:
        keep = max(len(text) - (shape.most - shape.least), 0)
        text = text[:keep] + text[keep:].rstrip("0")
        text = text.rstrip(".")
    return f"{shape.prefix}{text}{'%' if shape.percent else ''}{shape.suffix}"


def plain_number(value: float) -> str:
    """A number without format: up to eleven digits as a cell shows them, whole numbers without a point."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.11g}"


def _print_date(value: float, shape: _Format, since_1904: bool) -> str:
    if not 0 <= value < 2_958_466:  # 9999-12-31
        return plain_number(value)
    # Day 60 of the 1900 calendar is a 29 February that never was: later days are one less.
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    day = first + timedelta(days=int(value))
    if shape.chinese:
        year = f"{day.year}年" if shape.year else ""
        return f"{year}{day.month}月" + (f"{day.day}日" if shape.day else "")
    return f"{day.year}-{day.month:02d}-{day.day:02d}" if shape.day else f"{day.year}-{day.month:02d}"
