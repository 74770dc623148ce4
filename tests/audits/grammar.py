"""Sentences with figures drawn from grammars (grammars.toml): what they state is known, and what was altered in them.

A text is drawn for a draft (drafts.py), whose figures agree with each other and with its tables: clean texts must raise
nothing, and a figure that was altered contradicts the text itself. Hand-written texts hold few forms each; a grammar
holds their mixtures: signs, orders, shares and nesting as real reports mix them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from tests.audits.drafts import Draft, Para, Part, Writer
from tests.audits.planting import off

#: What a text states: (measure, value, period, scope).
Stated = tuple[str, float, str, str]

_WORD = re.compile(r"<([^<>]+)>")
_RANGE = re.compile(r"(\d+)-(\d+)")
_GUARD = re.compile(r"\?(!?)(\w+):")
_SLOT = re.compile(r"\{(?P<name>\w+)(?P<mark>[?!=]?)\}|\[(?P<list>\w+)(?P<points>~?)(?P<whole>!?)\]")
#: The least and the most kinds of a list of categories.
_KINDS = (3, 9)
#: A share that is altered is off by so many points.
_OFF_SHARE = 7


@cache
def grammars() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "grammars.toml").read_text(encoding="utf-8"))


@dataclass
class Truth:
    """What a text states, what it may be read to state, and what was altered in it ("" : nothing)."""

    stated: set[Stated] = field(default_factory=set)
    may: set[Stated] = field(default_factory=set)
    altered: str = ""
    alterable: int = 0


@dataclass
class Drawn:
    """A draft whose sentences with figures were drawn: ``texts`` are they."""

    draft: Draft
    truth: Truth
    texts: list[str]


def draw(seed: str, *, alter: bool = False) -> Drawn | None:
    """A draft with drawn sentences; ``alter``: with one figure that contradicts its sentence (``None``: none could)."""
    drawn = _draw(seed, -1)
    if not alter:
        return drawn
    count = drawn.truth.alterable
    return _draw(seed, Random(f"alter {seed}").randrange(count)) if count else None


def _draw(seed: str, alter: int) -> Drawn:
    draft = Writer(seed).write()
    rng = Random(f"grammar {seed}")
    speaker = Speaker(rng, draft, alter)
    texts = []
    for part in draft.parts:
        topic = _topic(part)
        if topic is None:
            continue
        said = speaker.say(topic).strip("\n").split("\n")
        texts += said
        part.items = [*(Para(line) for line in said), *(item for item in part.items if not isinstance(item, Para))]
    return Drawn(draft, speaker.truth, texts)


def _topic(part: Part) -> str | None:
    """What is said under a heading of a draft; ``None``: what the draft itself says."""
    if part.topic == "sub":
        headings = {"主动公开情况": "disclosed", "依申请公开办理情况": "requests", "监督保障情况": "overview"}
        return headings.get(part.heading)
    tabled = any(not isinstance(item, Para) for item in part.items)
    return part.topic if part.topic in grammars()["topics"] and not tabled else None


class Speaker:
    """Draws the texts of one draft; ``alter`` is the number of the figure that is altered (-1: none)."""

    def __init__(self, rng: Random, draft: Draft, alter: int) -> None:
        self.truth = Truth()
        self._rng, self._alter = rng, alter
        self._names = draft.names | _figures(rng, draft)

    def say(self, topic: str) -> str:
        text = self._choose(grammars()["topics"][topic])
        while match := _WORD.search(text):
            text = text[: match.start()] + self._word(match[1]) + text[match.end() :]
        return _SLOT.sub(self._fill, text)

    def _choose(self, choices: list[str]) -> str:
        """One of the choices whose guards hold, without its guards."""
        open_to = []
        for choice in choices:
            rest = choice
            while guard := _GUARD.match(rest):
                if bool(self._names[guard[2]]) is bool(guard[1]):
                    break
                rest = rest[guard.end() :]
            else:
                open_to.append(rest)
        return self._rng.choice(open_to)

    def _word(self, word: str) -> str:
        if span := _RANGE.fullmatch(word):
            return str(self._rng.randint(int(span[1]), int(span[2])))
        rules = grammars()["rules"]
        return self._choose(rules[word]) if word in rules else self._rng.choice(word.split("|"))

    def _fill(self, slot: re.Match[str]) -> str:
        if slot["list"]:
            return self._list(slot["list"], bool(slot["whole"]), points=bool(slot["points"]))
        return self._print(slot["name"], self._names[slot["name"]], slot["mark"])

    def _print(self, name: str, value: float | str, mark: str = "", measure: str = "") -> str:
        """A figure as printed; what it states is kept."""
        if isinstance(value, str):
            return value
        if mark == "!":
            value = self._altered(name, value)
        stated = grammars()["measures"].get(measure or name)
        if stated:
            said, *more = stated.rstrip("?").split()
            period = "cumulative" if "cumulative" in more else "year"
            scope = "region" if "region" in more else "agency"
            known = self.truth.may if mark == "?" or stated.endswith("?") else self.truth.stated
            known.add((said, float(value), period, scope))
        return "" if mark == "=" else f"{value:g}" if isinstance(value, float) else str(value)

    def _altered(self, name: str, value: float) -> float:
        """The figure, or another where it is the one to be altered."""
        number = self.truth.alterable
        self.truth.alterable += 1
        if number != self._alter:
            return value
        changed: float
        if name in ("rate", "share", "times"):
            changed = round(value + _OFF_SHARE, 2)
        else:
            rng = Random(f"{name} {value}")  # the same draws go on behind it
            changed = off(rng, value) if value < 40 else value + rng.choice((-1, 1)) * (int(value) // 8)
        self.truth.altered = f"{name} {value:g}→{changed:g}"
        return changed

    # Lists.

    def _list(self, name: str, holds: bool, *, points: bool) -> str:
        """The parts of a whole, in a sentence or as numbered points."""
        rng, facts = self._rng, grammars()["lists"][name]
        whole = self._names[facts["whole"]]
        between = rng.choice(grammars()["points"]["between"]) if points else ""
        parts = self._kinds(facts, whole, between) if "names" in facts else self._members(facts, points=points)
        sign = rng.choice("；；，、") if not points else "；"
        shared = whole and sign != "、" and not parts[0][0].startswith("@") and rng.random() < 0.3
        share = rng.choice(grammars()["shares"]["forms"]) if shared else ""
        places = rng.choice((0, 1, 2))
        mark = "!" if holds and len(parts) > 1 else ""
        printed = []
        for wording, value, key in parts:
            text = wording.replace("@", self._print("part", value, mark, key))
            if name == "categories" and value > 4 and not points and rng.random() < 0.06:
                inner = rng.randint(1, value - 1)
                text += f"（其中图片信息{inner}条，文字信息{value - inner}条）"
                self.truth.may |= {("disclosed", float(v), "year", "agency") for v in (inner, value - inner)}
            if share:
                rate = round(value / whole * 100, places)
                text += share.replace("%%", f"{self._print('share', rate, mark)}%")
            printed.append(text)
        if points:
            return self._numbered(printed, between)
        other = rng.choice((sign, sign, "，", "；"))
        signs = [other if rng.random() < 0.3 else sign for _ in printed]
        return "".join(text + (signs[i] if i + 1 < len(printed) else "") for i, text in enumerate(printed))

    def _numbered(self, printed: list[str], between: str) -> str:
        numbers = self._rng.choice(grammars()["points"]["numbers"])
        ended = [text + ("。" if between == "\n" else "") for text in printed]
        text = between.join(number + point for number, point in zip(numbers, ended, strict=False))
        return f"\n{text}\n" if between == "\n" else f"{text}。"

    def _kinds(self, facts: dict[str, Any], whole: int, between: str) -> list[tuple[str, int, str]]:
        """Kinds of what was counted, that make the whole; ``between``: what stands between them as points."""
        rng = self._rng
        count = rng.randint(*_KINDS)
        names = [*rng.sample(facts["names"], count - 1), rng.choice(facts["last"])]
        forms = facts["points" if between else "forms"]
        form = rng.choice([form for form in forms if between != "；" or "。" not in form])
        return [
            (form.replace("#", name), value, facts["measure"])
            for name, value in zip(names, split(rng, whole, count), strict=True)
        ]

    def _members(self, facts: dict[str, Any], *, points: bool) -> list[tuple[str, int, str]]:
        """Figures of the draft that make the whole; some of none are left out."""
        style = self._rng.choice(facts["points" if points else "styles"])
        keep_none = self._rng.random() < 0.3
        members = [(style[key], self._names[key], key) for key in style]
        return [member for member in members if member[1] or keep_none] or members[:1]


def split(rng: Random, whole: int, count: int) -> list[int]:
    """``count`` figures that make ``whole``."""
    cuts = sorted(rng.randint(0, whole) for _ in range(count - 1))
    return [high - low for low, high in pairwise([0, *cuts, whole])]


def _figures(rng: Random, draft: Draft) -> dict[str, float]:
    """Figures beside those of the draft, that agree with them."""
    names, requests, reviews = draft.names, draft.filled("requests"), draft.filled("reviews")
    figures: dict[str, float] = {"annex": draft.era == "annex2014", "narrative": draft.era == "narrative"}
    figures["government"] = names["we"] in ("我县", "我区", "我市")
    kinds = ("business", "research", "social", "lawyers", "others")
    columns = ("business", "research", "social_organization", "legal_service", "other")
    if requests is not None:
        legal = [int(requests.values.get(("received", column), 0)) for column in columns]
    else:
        legal = split(rng, names["legal"], len(kinds))
    figures |= dict(zip(kinds, legal, strict=True))
    figures["all"] = names["received"] + names["carried_in"]
    figures |= dict(zip(("site_only", "media_only", "board_only"), split(rng, names["disclosed"], 3), strict=True))
    figures |= dict(zip(("first_half", "second_half"), split(rng, names["disclosed"], 2), strict=True))
    figures |= dict(zip(("q1", "q2", "q3", "q4"), split(rng, names["disclosed"], 4), strict=True))
    figures |= _growth(rng, names["disclosed"], "", 0.6) | _growth(rng, names["received"], "asked_", 0.9)
    figures["mean"] = names["disclosed"] // 12
    outcomes = ("upheld", "corrected", "review_other", "review_pending")
    sued = ("sued_upheld", "sued_corrected", "sued_other", "sued_pending")
    columns = ("upheld", "corrected", "other", "pending")
    if reviews is not None:
        cells = reviews.values
        figures |= {key: int(cells["review", column]) for key, column in zip(outcomes, columns, strict=True)}
        rows = ("lawsuit_direct", "lawsuit_after_review")
        figures |= {
            key: sum(int(cells[row, column]) for row in rows) for key, column in zip(sued, columns, strict=True)
        }
    else:
        rest = split(rng, names["elsewise"], 2)
        figures |= {"upheld": names["upheld"], "corrected": names["corrected"]}
        figures |= {"review_other": rest[0], "review_pending": rest[1]}
        figures |= dict(zip(sued, (names["lawsuits"], 0, 0, 0), strict=True))
    figures["enquiries"] = rng.randint(9, 900)
    figures |= dict(zip(("on_site", "by_phone", "by_web"), split(rng, int(figures["enquiries"]), 3), strict=True))
    figures |= {"mailbox": rng.randint(3, 400), "hotline": rng.randint(3, 900)}
    figures |= {"full_time": 2, "half_time": 4, "staff": 6, "met_times": 3, "trained_times": 4, "trained": 120}
    return figures


def _growth(rng: Random, now: int, prefix: str, least: float) -> dict[str, float]:
    """The figure of the year before, and how the year's differs."""
    before = max(1, int(now * rng.uniform(1 - least, 1 + least)))
    before += before == now
    change = abs(now - before)
    rate = round(change / before * 100, rng.choice((1, 2)))
    figures = {"before": before, "more": change, "up": now > before, "rate": rate, "times": round(now / before, 2)}
    return {prefix + key: value for key, value in figures.items()}
