"""The wordings of figures as compiled rules, from ``data/measures.toml`` (loaded and checked once)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

import msgspec

from crawler.facts import FactsError, compiled, load_toml

_NEVER = r"(?!)"


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Cue(msgspec.Struct, frozen=True):
    """What makes a figure one of ``measure``: words before it, or right behind it, and none of ``never``.

    ``about`` must be found in the sentence or the headings above it; ``label`` finds the channel in the words before.
    ``zero``: the words mean this measure only where the figure is 0. The wordings are patterns, compiled when they are
    first needed: a report needs a few of some two hundred.
    """

    measure: str
    left: str
    right: str = _NEVER
    never: str = _NEVER
    about: str = ""
    label: str = ""
    zero: bool = False

    def fits(self, left: str, right: str, around: str) -> bool:
        """Whether a figure between ``left`` and ``right`` is of this measure; ``around`` is sentence and headings."""
        if not (_pattern(self.left).search(left) or _pattern(self.right).match(right)):
            return False
        never = _pattern(self.never)
        if never.search(left) or never.match(right):
            return False
        return not self.about or _pattern(self.about).search(around) is not None

    def named(self, left: str) -> str | None:
        """The channel that the words before a figure name, or all of them where they list several (热线、信箱)."""
        found = list(_pattern(self.label).finditer(left)) if self.label else []
        if not found:
            return None
        joined = any(sign in left[found[0].end() : found[-1].start()] for sign in "、和及与")
        end = found[-1 if joined else 0].end()
        named = left[found[0].start() : end]
        return named + "”" if left[end : end + 1] == "”" and named.count("“") > named.count("”") else named


class Cues:
    """The cues of one unit, in the order in which they are tried; one pass finds the first whose words are there."""

    def __init__(self, cues: list[Cue]) -> None:
        self._cues = tuple(cues)

    @cached_property
    def _first(self) -> re.Pattern[str]:
        choices = (rf"(?=.*?(?:{cue.left})|.*\n(?:{cue.right}))(?P<c{index}>)" for index, cue in enumerate(self._cues))
        return re.compile("|".join(choices), re.MULTILINE)

    def fitting(self, left: str, right: str, around: str) -> Iterator[Cue]:
        """The cues that a figure between ``left`` and ``right`` fits, best first."""
        first = self._first.match(f"{left}\n{right}")
        if first is None or first.lastgroup is None:
            return
        for cue in self._cues[int(first.lastgroup[1:]) :]:
            if cue.fits(left, right, around):
                yield cue


class Patterns(dict[str, re.Pattern[str]]):
    """Patterns by name, compiled when they are first asked for."""

    def __init__(self, wordings: dict[str, str]) -> None:
        super().__init__()
        self._wordings = wordings

    def __missing__(self, name: str) -> re.Pattern[str]:
        pattern = self[name] = compiled(self._wordings, name)
        return pattern


class Rules(msgspec.Struct, frozen=True):
    """All wordings. ``cues`` are by unit, ``units`` what each measure is counted in; the rest are single patterns."""

    cues: dict[str, Cues]
    labels: Patterns
    lists: Patterns
    other: Patterns
    senses: Patterns
    skip: Patterns
    marks: re.Pattern[str]
    region: re.Pattern[str]
    bodies: re.Pattern[str]
    subject: re.Pattern[str]
    negation: re.Pattern[str]
    none_of: re.Pattern[str]
    elsewhere: re.Pattern[str]
    through: re.Pattern[str]
    refused: re.Pattern[str]
    cause: re.Pattern[str]
    costs: re.Pattern[str]
    untaken: re.Pattern[str]
    taken: re.Pattern[str]
    of_access: re.Pattern[str]
    alone: re.Pattern[str]
    objects: tuple[tuple[str, re.Pattern[str]], ...]
    beside: dict[str, re.Pattern[str]]
    any_object: re.Pattern[str]
    units: dict[str, str]


def _cues(facts: dict[str, Any]) -> Iterator[tuple[str, Cue]]:
    known = load_toml("keys.toml")["measures"]
    for entry in facts["cues"]:
        if entry["measure"] not in known:
            raise FactsError(f"data/measures.toml: measure {entry['measure']!r} is not in data/keys.toml")
        cue = Cue(
            entry["measure"],
            entry["left"],
            entry.get("right", _NEVER),
            entry.get("not", _NEVER),
            entry.get("about", ""),
            entry.get("label", ""),
            entry.get("zero", False),
        )
        for unit in entry["units"]:
            yield unit, cue


def _marks(facts: dict[str, Any]) -> re.Pattern[str]:
    """What changes whose figures follow, of which year, and since when; one pass over the words between figures."""
    period, scope = facts["period"], facts["scope"]
    day = r"(?:\d{1,2}月)?(?:份)?(?:\d{1,2}日)?"
    # The look-ahead lets the search pass over all characters that begin no mark.
    return re.compile(
        r"(?=[2在自从近二三四五六七八九十两几“截到至比较对与同相于从根按落贯结转历实施以累本全今年当新我总局各省市县区州开成上运建创组注改旗])(?:"
        rf"(?P<span>[自从]?(?P<from>20\d\d)年?度?{day}(?:起|开始)?(?:《条例》|《》)?(?:实施|施行)?(?:以来)?[-—–~～至到]+(?P<to>20\d\d)年?)"
        r"|(?P<within>自?(?P<in_year>20\d\d)年\d{1,2}月(?:\d{1,2}日)?[-—–~～至到]+\d{1,2}月(?:\d{1,2}日)?)"
        rf"|(?P<since>自?(?P<since_year>20\d\d)(?:年{day}(?:起|以来|开始)|以来))"
        rf"|(?P<until>(?:{period['until']})(?:了|到)?(?:20\d\d年?)?(?:年|\d{{1,2}}月|\d{{1,2}}日)*(?:底|末|终)?)"
        r"|(?P<aside>(?:比|较|对|与|同|相比|于|自|从|根据|按照|落实|贯彻)20\d\d年"
        r"|在20\d\d年度?[^，。；\d]{0,8}基础上"
        r"|20\d\d年度?(?:(?!公开|发布|公布|收到|受理)[^，。；\d]){0,24}(?:预算|决算|年报)|20\d\d年度(?:工作)?报告)"
        r"|(?P<carried>20\d\d年度?(?:继续)?(?:结转|转入)|结?转(?:至|到|入)?20\d\d年度?)"
        r"|(?P<year>(?<![\d因])(?P<which>20\d\d)年(?!\d{1,2}月|初|前))"
        rf"|(?P<founded>{period['founded']})"
        rf"|(?P<cumulative>{period['cumulative']})"
        r"|(?P<summed>累计)"
        rf"|(?P<this>{period['this']})"
        rf"|(?P<own>{scope['own']})"
        rf"|(?P<seat>{scope['seat']})"
        rf"|(?P<ours>{scope['ours']})"
        rf"|(?P<region>{scope['region']}))"
    )


@cache
def rules() -> Rules:
    """The compiled rules. Raises :class:`FactsError` where the file names a measure that has no key."""
    facts = load_toml("measures.toml")
    cues: dict[str, list[Cue]] = {}
    for unit, cue in _cues(facts):
        cues.setdefault(unit, []).append(cue)
    zero = facts["zero"]
    counted = load_toml("codebook.toml")["measures"]
    return Rules(
        cues={unit: Cues(found) for unit, found in cues.items()},
        labels=Patterns(facts["labels"]),
        lists=Patterns(facts["lists"]),
        other=Patterns(facts["other"]),
        senses=Patterns(facts["senses"]),
        skip=Patterns(facts["skip"]),
        marks=_marks(facts),
        region=re.compile(f"{facts['scope']['ours']}|{facts['scope']['region']}"),
        bodies=re.compile(facts["scope"]["bodies"]),
        subject=re.compile(facts["scope"]["subject"]),
        negation=compiled(zero, "negation"),
        none_of=re.compile(zero["not"]),
        elsewhere=re.compile(zero["elsewhere"]),
        through=re.compile(zero["through"]),
        refused=re.compile(zero["refused"]),
        cause=re.compile(zero["cause"]),
        costs=re.compile(zero["costs"]),
        untaken=re.compile(zero["untaken"]),
        taken=re.compile(zero["taken"]),
        of_access=re.compile(zero["of_access"]),
        alone=re.compile(zero["alone"]),
        objects=tuple((entry["measure"], re.compile(entry["pattern"])) for entry in zero["objects"]),
        beside={entry["measure"]: re.compile(entry["beside"]) for entry in zero["objects"] if "beside" in entry},
        any_object=re.compile("|".join(f"(?:{entry['pattern']})" for entry in zero["objects"])),
        units={key: (meaning[2:] or [counted["unit"]])[0] for key, meaning in counted["keys"].items()},
    )
