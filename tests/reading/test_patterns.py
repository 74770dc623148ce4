"""Regular expressions mean the same on every Python that is supported.

Before Python 3.11.5 (Debian 12 has 3.11.2) a possessive group that has alternatives, look-arounds or repeats inside
does not match as it should (gh-106052). An atomic group does: ``(?>(?:ab|c)*)`` and not ``(?:ab|c)*+``.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import crawler
from crawler.facts import load_toml

DATA = Path(__file__).parents[2] / "data"
SINGLE = {"IN", "LITERAL", "NOT_LITERAL", "ANY"}
EXTRAS = {"cv2", "rapidocr", "playwright"}
INSIDE = {"BRANCH", "ASSERT", "ASSERT_NOT", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def nodes(pattern: Any) -> Iterator[tuple[str, Any]]:
    """All operations of a parsed pattern, with what they hold."""
    for operation, held in pattern:
        yield str(operation), held
        for part in held if isinstance(held, tuple | list) else (held,):
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, parser.SubPattern):
                    yield from nodes(inner)


def of_one(operation: str, held: Any) -> bool:
    """Whether this repeats a single character possessively."""
    return operation == "POSSESSIVE_REPEAT" and len(held[2]) == 1 and str(held[2][0][0]) in SINGLE


def unsafe(pattern: str) -> bool:
    groups = (
        held
        for operation, held in nodes(parser.parse(pattern))
        if operation == "POSSESSIVE_REPEAT" and not of_one(operation, held)
    )
    return any(inner in INSIDE and not of_one(inner, of) for held in groups for inner, of in nodes(held[2]))


def strings(facts: Any) -> Iterator[str]:
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, dict | list):
        for value in facts.values() if isinstance(facts, dict) else facts:
            yield from strings(value)


def test_the_check_knows_them() -> None:
    assert unsafe(r"(?:ab|c)*+") and unsafe(r"(?:a(?=b))?+") and unsafe(r"(?:a(?: b*+)?+)*+")
    assert not unsafe(r"(?>(?:ab|c)*)") and not unsafe(r"(?: [^>]*+)?+") and not unsafe(r"[ab]*+")


def test_no_pattern_of_the_modules_is_unsafe() -> None:
    found = []
    for module in pkgutil.walk_packages(crawler.__path__, "crawler."):
        try:
            names = vars(importlib.import_module(module.name))
        except ModuleNotFoundError as error:
            assert error.name in EXTRAS, module.name  # CI has them for the slow tests
            continue
        for name, value in names.items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str) and unsafe(value.pattern):
                found.append(f"{module.name}.{name}")
    assert not found


def test_no_pattern_of_the_facts_is_unsafe() -> None:
    found = []
    for path in sorted(DATA.glob("*.toml")):
        for text in strings(load_toml(path.name)):
            if re.search(r"\)[*+?]\+", text) and unsafe(text):
                found.append(f"{path.name}: {text}")
    assert not found


def beginnings(pattern: Any) -> tuple[set[str], bool]:
    """The characters (``一``) and kinds of them (``\\d``) that a match can begin with; whether it may have none."""
    found: set[str] = set()
    for operation, held in pattern:
        kind, empty = str(operation), False
        if kind == "LITERAL":
            found.add(chr(held))
        elif kind == "IN":
            for what, of in held:
                assert str(what) in ("LITERAL", "RANGE", "CATEGORY"), (
                    "what begins with anything but … has no beginnings"
                )
                signs = range(of[0], of[1] + 1) if str(what) == "RANGE" else [of] if str(what) == "LITERAL" else []
                found.update(map(chr, signs) if signs else [{"DIGIT": r"\d", "SPACE": r"\s"}[str(of)[9:]]])
        elif kind == "BRANCH":
            ways = [beginnings(way) for way in held[1]]
            found.update(*(signs for signs, _ in ways))
            empty = any(none for _, none in ways)
        elif kind in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT", "ATOMIC_GROUP"):
            signs, empty = beginnings(held if kind == "ATOMIC_GROUP" else held[-1])
            found |= signs
            empty = empty or (kind.endswith("REPEAT") and held[0] == 0)
        else:
            assert kind in ("ASSERT", "ASSERT_NOT", "AT"), "what begins with any character has no beginnings"
            empty = True
        if not empty:
            return found, False
    return found, True


def begun(facts: Any) -> Iterator[tuple[str, str, str]]:
    """``(key, class, pattern)`` of a file's patterns whose beginnings are told (:func:`crawler.facts.compiled`)."""
    for one in facts if isinstance(facts, list) else []:
        yield from begun(one)
    for key, value in facts.items() if isinstance(facts, dict) else []:
        yield from begun(value)
        if f"{key}_begins" in facts:
            yield key, facts[f"{key}_begins"], value if isinstance(value, str) else "|".join(f"(?:{v})" for v in value)


def test_the_check_knows_beginnings() -> None:
    assert beginnings(parser.parse(r"(?<!x)[ab]?c|(?:共|合)+计|^\d")) == ({"a", "b", "c", "共", "合", r"\d"}, False)
    assert beginnings(parser.parse(r"a*|b")) == ({"a", "b"}, True)


def test_what_is_told_of_beginnings_leaves_none_out() -> None:
    told = [found for path in sorted(DATA.glob("*.toml")) for found in begun(load_toml(path.name))]
    assert told
    lacking = []
    for key, signs, pattern in told:
        assert re.fullmatch(r"\[[^\[\]^]+\]", signs), key
        every, empty = beginnings(parser.parse(pattern))
        kinds = {sign for sign in every if len(sign) > 1}
        missing = {sign for sign in every - kinds if not re.match(signs, sign)} | {k for k in kinds if k not in signs}
        if empty or missing:
            lacking.append(f"{key}_begins lacks {''.join(sorted(missing))[:40]}")
    assert not lacking
