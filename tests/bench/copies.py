"""Made-up reports for the comparison of texts: what all of them say, what is each one's own, and planted copies."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

LEVELS = ("局", "县", "镇", "委")
_ONE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_TWO = "山河云泉林岭川溪湖城石桥岗湾坪塘"
_BUREAUS = ("民政", "教育", "水务", "交通运输", "农业农村", "自然资源", "文化旅游", "卫生健康", "应急管理", "市场监管")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "copies.toml").read_text(encoding="utf-8"))


@dataclass
class MadeReport:
    """A made-up report: ``own`` are its own sentences; ``source`` and ``share`` say what was planted."""

    number: int
    place: str
    agency: str
    year: int
    level: str
    own: list[str]
    body: str = ""
    source: int = -1
    share: float = 0.0
    how: frozenset[str] = field(default_factory=frozenset)


def own_sentence(rng: Random) -> str:
    """A sentence of an agency's own, its names still open."""
    words = _words()
    filled = {name: rng.choice(list_) for name, list_ in words["words"].items()}
    return str(rng.choice(words["templates"])).format(
        n=rng.randint(2, 400), level="{level}", place="{place}", agency="{agency}", **filled
    )


def make_reports(count: int, *, seed: int = 1, copies: float = 0.1) -> Iterator[MadeReport]:
    """So many reports, of five years an agency; about ``copies`` of them copied from their past or from others.

    Sources of other agencies lie among the last thousand reports, so memory does not grow.
    """
    rng = Random(seed)
    recent: list[MadeReport] = []
    for number in range(count):
        agency, year = number // 5, 2019 + number % 5
        made = _fresh(rng, number, agency, year)
        if rng.random() < copies and recent:
            own_past = year > 2019 and rng.random() < 0.4
            source = recent[-1] if own_past else rng.choice(recent)
            if source.source < 0 and (own_past or source.agency != made.agency):
                _copy(rng, made, source)
        made.body = _print(rng, made)
        yield made
        recent.append(made)
        del recent[:-1000]


def _fresh(rng: Random, number: int, agency: int, year: int) -> MadeReport:
    place = (
        _ONE[agency % len(_ONE)]
        + _TWO[agency // len(_ONE) % len(_TWO)]
        + _ONE[agency // 320 % len(_ONE)]
        + ("县", "区", "市")[agency % 3]
    )
    bureau = _BUREAUS[agency // 6400 % len(_BUREAUS)]
    own = [own_sentence(rng) for _ in range(rng.randint(14, 40))]
    return MadeReport(number, place, f"{place}{bureau}局", year, rng.choice(LEVELS), own)


def _copy(rng: Random, made: MadeReport, source: MadeReport) -> None:
    """Put sentences of ``source`` in the place of fresh ones, changed as copies are."""
    wanted = rng.uniform(0.3, 1.0)
    how = {name for name in ("figures", "order", "clauses") if rng.random() < 0.5}
    taken = rng.sample(source.own, max(1, round(len(source.own) * rng.uniform(0.8, 1))))
    if "order" not in how:
        taken = [text for text in source.own if text in taken]
    if "figures" in how:
        taken = ["".join(str(rng.randint(2, 9)) if sign.isdigit() else sign for sign in text) for text in taken]
    if "clauses" in how:
        taken = [_change_clause(rng, text) if rng.random() < 0.3 else text for text in taken]
    length = sum(map(len, taken))
    fresh: list[str] = []
    while sum(map(len, fresh)) < length * (1 / wanted - 1) - 20:
        fresh.append(own_sentence(rng))
    made.own = taken
    for text in fresh:
        made.own.insert(rng.randint(0, len(made.own)), text)
    made.source, made.how = source.number, frozenset(how)
    made.share = length / sum(map(len, made.own))


def _change_clause(rng: Random, text: str) -> str:
    """Another result, where a sentence has one: a clause of three."""
    for result in _words()["words"]["result"]:
        if result in text:
            return text.replace(result, str(rng.choice(_words()["words"]["result"])))
    return text


def _print(rng: Random, made: MadeReport) -> str:
    words = _words()
    names = {"agency": made.agency, "place": made.place, "level": made.level, "year": made.year}

    def form(at: int) -> str:
        return str(rng.choice(words["form"][at])).format(n=rng.randint(2, 999), **names)

    own = [text.format(**names) if "{" in text else text for text in made.own]
    for text in rng.sample(words["common"], 3):
        own.insert(rng.randint(0, len(own)), text.format(**names))
    third = len(own) // 3
    first, middle, last = own[:third], own[third : 2 * third], own[2 * third :]
    lines = [form(0) + form(1), form(2), "一、总体情况", form(3)]
    lines += ["".join(first[at : at + 3]) for at in range(0, third, 3)]
    lines += ["二、主动公开政府信息情况", "信息内容\t本年制发件数\t现行有效件数", "规章\t0\t0", *middle]
    lines += ["三、收到和处理政府信息公开申请情况", form(4), "四、政府信息公开行政复议、行政诉讼情况", form(5)]
    lines += ["五、存在的主要问题及改进情况", "".join(last), "六、其他需要报告的事项", form(6)]
    lines += [made.agency, f"{made.year + 1}年1月{rng.randint(2, 28)}日"]
    return "\n".join(lines)
