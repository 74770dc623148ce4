"""A made-up annual report: what it says, before any markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Literal

from tests.standin import forms
from tests.standin.forms import FormCell, Table
from tests.standin.places import Agency
from tests.standin.texts import NUMERALS, Words, phrases

Era = Literal["narrative", "annex2014", "trial2019", "standard2021"]
LineKind = Literal["p", "h1", "h2", "h3"]

_TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{agency}{year}年政府信息公开年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
)
_SECTIONS_PROSE = ("overview", "disclosed", "requests", "fees", "reviews", "problems", "other")
_HEADINGS_FORM = {
    "trial2019": "政府信息公开工作存在的主要问题及改进情况",
    "standard2021": "存在的主要问题及改进情况",
}


@dataclass(frozen=True)
class Line:
    """A paragraph or heading of a body, as printed."""

    kind: LineKind
    text: str


@dataclass
class ReportText:
    """A report's content: ``items`` are its lines and tables in order; the signature (落款) stands apart."""

    agency: Agency
    year: int
    era: Era
    title: str
    items: list[Line | Table]
    published_on: date
    signed_on: date | None
    index_number: str = ""
    document_number: str = ""
    figures: dict[str, int] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        return [item.text for item in self.items if isinstance(item, Line)]

    @property
    def cells(self) -> list[FormCell]:
        return [cell for item in self.items if isinstance(item, Table) for cell in item.cells]


def era_of(year: int) -> Era:
    """The form in force for a report year."""
    if year < 2014:
        return "narrative"
    if year < 2019:
        return "annex2014"
    return "trial2019" if year < 2021 else "standard2021"


def write_report(agency: Agency, year: int, seed: str, *, size: int = 4, signed: bool = True) -> ReportText:
    """The report of an agency for a year; ``size`` is the number of sentences a section may have."""
    rng = Random(f"{seed}|{agency.name}|{year}")
    era = era_of(year)
    figures = forms.draw_figures(rng, busy=rng.random() < 0.6)
    words = Words(
        rng,
        {
            "agency": agency.name,
            "we": agency.we,
            "field": agency.field,
            "place": agency.place.name,
            "host": f"www.{agency.place.host}",
            "town": agency.place.name + rng.choice(("城关镇", "中心街", "新区")),
            "year": year,
            "next": year + 1,
            **figures,
        },
    )
    items: list[Line | Table] = [Line("p", text) for text in _opening(words, rng)]
    if era in _HEADINGS_FORM:
        items += _form_sections(words, era, figures, rng, size)
    else:
        items += _prose_sections(words, figures, rng, size)
        if era == "annex2014":
            items.append(Line("p", f"附：{agency.name}政府信息公开情况统计表（{year}年度）"))
            items.append(forms.annex(figures, rng))
    due = date(year + 1, 3, 31) if agency.kind == "government" else date(year + 1, 1, 31)
    published = due - timedelta(days=rng.randint(0, 25))
    return ReportText(
        agency=agency,
        year=year,
        era=era,
        title=rng.choice(_TITLES).format(agency=agency.name, year=year),
        items=items,
        published_on=published,
        signed_on=published - timedelta(days=rng.randint(0, 6)) if signed else None,
        index_number=f"99{rng.randint(1000000, 9999999)}/{year + 1}-{rng.randint(1, 99999):05d}",
        document_number=f"{agency.place.name[:2]}政公〔{year + 1}〕{rng.randint(1, 60)}号"
        if rng.random() < 0.3
        else "",
        figures=figures,
    )


def _opening(words: Words, rng: Random) -> list[str]:
    opening = phrases()["opening"]
    text = words.one(opening["lines"])
    if rng.random() < 0.8:
        text += words.one(opening["period"])
    return [text, words.one(opening["contact"])] if rng.random() < 0.5 else [text]


def _prose_sections(words: Words, figures: forms.Figures, rng: Random, size: int) -> list[Line | Table]:
    items: list[Line | Table] = []
    names = [name for name in _SECTIONS_PROSE if name != "other" or rng.random() < 0.5]
    for number, name in enumerate(names):
        facts = phrases()["section"][name]
        items.append(Line("h1", f"{NUMERALS[number]}、{rng.choice(facts['headings'])}"))
        lines = facts.get("lines") or facts["lines_some" if figures["received"] else "lines_none"]
        short = len(lines) < 4
        chosen = [words.one(lines)] if short else words.some(lines, rng.randint(3, max(3, size)))
        items += _with_subheads(chosen, facts.get("subheads", []), rng)
    return items


def _with_subheads(chosen: list[str], subheads: list[str], rng: Random) -> list[Line]:
    """A section's lines, under sub-headings where it has some and enough to say."""
    if len(chosen) < len(subheads) + 1 or not subheads or rng.random() < 0.3:
        return [Line("p", text) for text in chosen]
    numbered = rng.random() < 0.7
    lines = []
    per = len(chosen) // len(subheads)
    for number, heading in enumerate(subheads):
        mark = f"（{NUMERALS[number]}）" if numbered else f"{number + 1}."
        lines.append(Line("h2" if numbered else "h3", mark + heading))
        end = len(chosen) if number == len(subheads) - 1 else (number + 1) * per
        lines += [Line("p", text) for text in chosen[number * per : end]]
    return lines


def _form_sections(words: Words, era: Era, figures: forms.Figures, rng: Random, size: int) -> list[Line | Table]:
    zero = rng.choice(("0", "0", "0", "", "/"))
    section = phrases()["section"]
    problems = words.some(section["problems"]["lines"], max(3, size + 1))
    return [
        Line("h1", "一、总体情况"),
        *(Line("p", text) for text in words.some(section["general"]["lines"], max(3, size + 2))),
        Line("h1", "二、主动公开政府信息情况"),
        forms.proactive(era, figures, rng),
        Line("h1", "三、收到和处理政府信息公开申请情况"),
        forms.requests(era, figures, zero),
        Line("h1", "四、政府信息公开行政复议、行政诉讼情况"),
        forms.reviews(rng, zero),
        Line("h1", f"五、{_HEADINGS_FORM[era]}"),
        *(Line("p", text) for text in problems),
        Line("h1", "六、其他需要报告的事项"),
        Line("p", words.one(section["other"]["lines"])),
    ]
