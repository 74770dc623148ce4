"""Names of agencies (机关名称): found in titles and signatures, completed, and told apart by kind."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from crawler.catalogue.divisions import Division, locate
from crawler.catalogue.locate import names_no_level
from crawler.facts import load_toml
from crawler.platforms.titles import fold as fold_title

_TITLE = re.compile(
    # Between the year and the matter may stand the agency's subject: 某某海关2015年海关政府信息公开年度报告.
    r"^(?P<agency>.*?)(?:(?<=[\u4e00-\u9fff])(?:19|20)\d\d年?(?:度)?[\u4e00-\u9fff](?![局委办乡镇街院厅县市区度])[\u4e00-\u9fff]"
    r"(?=(?:政府|政务)?信息公开)|(?:19|20)\d\d年?(?:度)?)?(?:的)?(?:(?:政府|政务)信息(?:主动)?公开|政务公开|信息公开|公开)(?:工作)?(?:情况)?"
    r"(?:的)?(?:(?:19|20)\d\d年?(?:度)?)?(?:年度|年)?(?:的)?(?:工作|情况|执行|总结)*(?:的)?(?:报告|年报|总结)"
)
_TOWNSHIP = re.compile(
    r"^(?:.{0,12}?(?:[省市县区州盟]|(?<!红)旗))??(?:人民政府)?"
    r"(?P<name>(?:[^省市县区旗州盟驻]|(?<=红)旗){1,9}?[市县州区旗]?(?:街道|民族乡|镇|乡|苏木|办事处))(?=$|办事处|人民政府|政府|党政|办)"
)
#: A second name in brackets after the agency's: 某某县水务局(某某县河长办).
_ASIDE = re.compile(r"(?<=[\u4e00-\u9fff]{3})\([^()]{2,30}\)?$")
#: A year between an agency and its place: 某某市2015年卫生局政府信息公开年报.
_YEAR_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff])(?:19|20)\d\d年度?(?=[\u4e00-\u9fff])")
#: A place said twice: 某某县2025年某某县交通运输局, 某某县某某县水务局.
_PLACE_TWICE = re.compile(r"([\u4e00-\u9fff]{1,11}[省市州盟县区旗镇乡])(?:人民政府)?(?:(?:19|20)\d\d年度?)?(?=\1.)")
_LONGEST_NAME = 40
_IN_NO_NAME = frozenset("，。；：,;:、？！《》0123456789")
_KIND_SIGNS = "局委办乡镇街县市区院厅心"


@cache
def facts() -> dict[str, Any]:
    """What is known of agencies' names (``data/agencies.toml``)."""
    return load_toml("agencies.toml")


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple((rule["kind"], re.compile(rule["pattern"]), rule["due"]) for rule in facts()["kinds"])


@cache
def around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before and after a name in a title or a sentence, and is no part of it."""
    around = facts()["around"]
    return re.compile(around["before"]), re.compile(around["after"])


@lru_cache(maxsize=1024)
def agency_in_title(title: str) -> str:
    """The agency that a report's title names, or "": ``2017年万源市民政局政府信息公开年报`` → 万源市民政局."""
    folded = fold_title(title)
    before, _ = around()
    # 某某委员会办公室关于2018年度…的报告: where no other is named, the office that speaks of it reports itself.
    return _reporting(before.sub("", folded)) or _reporting(folded)


def _reporting(title: str) -> str:
    """The agency before the words for the report in a title, or ""."""
    before, after = around()
    found = _TITLE.match(title)
    if not found:
        return ""
    name = after.sub("", found["agency"])
    name = after.sub("", before.sub("", name)).strip("》”\"'（(")
    name = _ASIDE.sub("", re.sub(facts()["text"]["ending"], "", name))
    name = _YEAR_WITHIN.sub("", _PLACE_TWICE.sub("", name))
    if name.endswith("人民"):  # …人民政府信息公开: the word 政府 was shared
        name += "政府"
    if len(name) > _LONGEST_NAME or name in ("政府", "政务", "本级", "本机关") or name.isdigit():
        return ""
    return name if kind_of(name) else ""


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str | None:
    """The kind of an agency by its name (``government``, ``department``, ``township`` …), ``None`` if unknown."""
    if re.search(facts()["government"]["pattern"], name):
        return "government"
    for kind, pattern, _ in _kinds():
        if pattern.search(name):
            return kind
    return None


def due_day(kind: str, year: int) -> str:
    """The last day (YYYY-MM-DD) by which an agency of this kind must publish the report of ``year``.

    Source: 《政府信息公开条例》 2007, art. 31 (reports to 2018); 2019, art. 49 (reports from 2019).
    """
    day = "03-31" if year <= 2018 else next(due for known, _, due in _kinds() if known == kind)
    return f"{year + 1}-{day}"


def is_agency(text: str) -> bool:
    """Whether a short line can be an agency's name: a plausible length and ending, and no sentence."""
    name = text.strip(" \u3000（）()")
    return (
        2 < len(name) <= _LONGEST_NAME
        and _IN_NO_NAME.isdisjoint(name)
        and kind_of(name.replace(" ", "")) is not None
        and not name.endswith("网站")
    )


def is_central(name: str) -> bool:
    """Whether an agency is the state's (交通运输部, 海关总署): the place of the portal is not its own."""
    return re.match(facts()["levels"]["central"], name) is not None


def is_zone(name: str) -> bool:
    """Whether an agency is a zone's (开发区, 高新区, 园区), which has no code of its own."""
    return re.search(facts()["levels"]["zones"], name) is not None


def is_generic_column(name: str) -> bool:
    """Whether a column's name is one for many agencies (政府部门, 乡镇街道), and so names none."""
    return re.match(facts()["columns"]["generic"], name) is not None


def is_inner_office(name: str) -> bool:
    """Whether a name is that of some agency's inner office (局办公室, 信息中心), and so names no agency."""
    return re.match(facts()["columns"]["inner"], name) is not None


def is_partial(name: str) -> bool:
    """Whether a name leaves out its place: 市民政局, 县人社局, 局办公室, 民政局 without a place is not told here."""
    return name.startswith(tuple(facts()["levels"]["prefixes"])) and not names_no_level(name)


def stands_for_self(name: str) -> bool:
    """Whether a name is only a word for oneself (我局, 本机关)."""
    return name in facts()["self"]["words"]


def speaks_as_unit(text: str) -> bool:
    """Whether a text speaks of itself as a department, township or sub-district (我局, 本镇), not as a government."""
    return _own_words(text, "units") > _own_words(text, "governments")


def speaks_as_government(text: str) -> bool:
    """Whether a text speaks of itself as a county's or a city's government (我县, 全市)."""
    return _own_words(text, "governments") > _own_words(text, "units")


@lru_cache(maxsize=8)
def own_signs(text: str) -> frozenset[str]:
    """The last signs of the words for oneself in a text that say what kind of agency speaks: 我局, 本乡; not 我单位."""
    return frozenset(word[-1] for word in facts()["self"]["words"] if word in text and word[-1] in _KIND_SIGNS)


def fits(name: str, text: str) -> bool:
    """Whether an agency can be the one that speaks in a text: 县政府办公室 does not say 我局."""
    signs = own_signs(text)
    return not signs or any(sign in name for sign in signs)


@lru_cache(maxsize=8)
def _own_words(text: str, group: str) -> int:
    return sum(text.count(word) for word in facts()["self"][group])


def without_level(name: str) -> str:
    """A partial name without the word for its level: 市民政局 → 民政局; others unchanged."""
    if is_partial(name):
        for prefix in sorted(facts()["levels"]["prefixes"], key=len, reverse=True):
            if name.startswith(prefix):
                return name[len(prefix) :]
    return name


def shortens(short: str, name: str) -> bool:
    """Whether ``short`` is a shorter form of an agency's ``name``: 龙归镇, 人社局 for 人力资源和社会保障局."""
    signs = iter(name)
    same_end = short[-1:] == name[-1:] or short in name or (short.endswith("委") and name.endswith("委员会"))
    return same_end and all(sign in signs for sign in short) and kind_of(short) == kind_of(name)


def _of_level(word: str, division: Division) -> str:
    """The name of the division, or of one above it, that a word for a level means (市, 全县), or the word itself.

    A prefecture's branch lies in a county (市公安局城厢分局 is 莆田市's); 县民政局 is no prefecture's.
    """
    if word.endswith(("县", "旗")) or word in ("区", "全区"):
        return division.name if division.level == "county" else word
    above = (division.name, division.city, division.province)
    return next((place for place in above if place.endswith(word[-1])), division.city or division.name)


def complete(name: str, division: Division | None) -> str:
    """A department's name with the place it leaves out: 市民政局 or 民政局 + 定西市 → 定西市民政局."""
    if division is None:
        return name
    if is_partial(name):
        bare = without_level(name)
        return _of_level(name.removesuffix(bare), division) + bare
    placed = name.startswith((division.province, division.short, "国家", "中国"))
    if kind_of(name) != "department" or placed:
        return name
    if not any(part and part in name for part in (division.city, division.county)) and not locate(name):
        plain = name
        for word in facts()["levels"]["inside"]:
            plain = plain.replace(word, "")
        return division.name + name if len(name) <= 14 and not re.search("[省市县区旗州盟]", plain[:6]) else name
    return name


def township_in(name: str, division: Division | None) -> str | None:
    """The township or sub-district (乡镇、街道) that an agency's name contains, or ``None``."""
    rest = name
    if division is not None:
        for part in (division.province, division.city, division.county):
            if part and rest.startswith(part):
                rest = rest[len(part) :]
        short = division.short
        if short and rest.startswith(short) and len(rest) > len(short) + 1:
            after = rest[len(short) :]
            # 凭祥市's 凭祥镇 bears its name.
            if found := _TOWNSHIP.match(after[1:] if after[0] in "市县区旗" else after):
                return found["name"]
    found = _TOWNSHIP.match(rest)
    return found["name"] if found else None
