"""One contradiction each, planted in a clean draft: ``MUTATIONS`` by rule and name.

A mutation changes the draft in place and says whether it could: a report without applications has no figure of them
to spoil. What it plants is what people do wrong: a figure copied from last year, a total not summed again, a paragraph
left from another report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.audits.drafts import NUMERALS, Draft, Para, Part, phrases
from tests.audits.tables import APPLICANTS, OUTCOMES, PROCEEDINGS, Filled

Change = Callable[[Draft, Random], bool]


@dataclass(frozen=True)
class Mutation:
    """``years``: the contradiction is one with the agency's report of the year before."""

    rule: str
    name: str
    change: Change
    years: bool = False


MUTATIONS: list[Mutation] = []


def _plants(rule: str) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        MUTATIONS.append(Mutation(rule, change.__name__, change, rule == "carry_over_mismatch"))
        return change

    return register


def _off(rng: Random, value: float) -> int:
    """Another count than ``value``, mostly near it."""
    return int(value) + rng.choice([step for step in (-3, -2, -1, 1, 2, 3, 10) if value + step >= 0])


def _add(table: Filled, row: str, column: str, step: int) -> None:
    table.values[row, column] = table.values.get((row, column), 0) + step
    table.raw.pop((row, column), None)


def _misstate(draft: Draft, rng: Random, *names: str, within: str = "") -> bool:
    """Has one paragraph that states one of the figures state another number."""
    found = [(para, name) for para in draft.paras() for name in names if para.states(name) and within in para.text]
    if not found:
        return False
    para, name = rng.choice(found)
    para.said[name] = _off(rng, draft.names[name])
    return True


# --- sum_mismatch -------------------------------------------------------------------------------------------


@_plants("sum_mismatch")
def requests_row_total(draft: Draft, rng: Random) -> bool:
    table = draft.filled("requests")
    if table is None:
        return False
    rows = [row for row, column in table.values if column == "total" and table.values[row, column]]
    if not rows:
        return False
    row = rng.choice(rows)
    table.raw[row, "total"] = str(_off(rng, table.values[row, "total"]))
    return True


@_plants("sum_mismatch")
def requests_part_of_outcomes(draft: Draft, rng: Random) -> bool:
    """A refusal counted once more, in its column and in its total: the sum of outcomes no longer holds."""
    table = draft.filled("requests")
    if table is None or not table.values["total_processed", "total"] or ("total_processed", "total") in table.raw:
        return False
    row = rng.choice(("granted", "partly_granted", "refused_process", "refused_internal", "unavailable_not_held"))
    column = next(column for column in APPLICANTS if table.values["total_processed", column])
    for where in (column, "total"):
        _add(table, row, where, 1)
    return True


@_plants("sum_mismatch")
def requests_totals_all_zero(draft: Draft, rng: Random) -> bool:
    table = draft.filled("requests")
    if table is None or not table.values["received", "total"]:
        return False
    table.raw = {(row, "total"): "0" for row, _ in table.values}
    return True


@_plants("sum_mismatch")
def reviews_total(draft: Draft, rng: Random) -> bool:
    table = draft.filled("reviews")
    if table is None:
        return False
    row = rng.choice(PROCEEDINGS)
    if rng.random() < 0.5:
        table.raw[row, "total"] = str(_off(rng, table.values[row, "total"]))
        return any(table.values[row, outcome] for outcome in OUTCOMES)
    _add(table, row, rng.choice(OUTCOMES), 1)
    return table.printed(row, "total").isdigit()


@_plants("sum_mismatch")
def annex_total(draft: Draft, rng: Random) -> bool:
    table = draft.filled("annex2014")
    if table is None:
        return False
    rows = ("applications", "completed", "answered", "answered_refused", "reviews", "staff")
    row = rng.choice([row for row in rows if table.values[row, "value"]])
    table.raw[row, "value"] = str(_off(rng, table.values[row, "value"]))
    return True


def _misstate_part(draft: Draft, rng: Random, kind: str) -> bool:
    paras = [para for para in draft.paras() if para.states(f"{kind}1")]
    if not paras:
        return False
    name = rng.choice([name for i in range(6) if paras[0].states(name := f"{kind}{i}")])
    paras[0].said[name] = _off(rng, draft.names[name])
    return True


@_plants("sum_mismatch")
def prose_categories(draft: Draft, rng: Random) -> bool:
    return _misstate_part(draft, rng, rng.choice(("cats", "nested"))) or _misstate_part(draft, rng, "cats")


@_plants("sum_mismatch")
def prose_whole(draft: Draft, rng: Random) -> bool:
    return _misstate(draft, rng, "disclosed", within="{cats1}") or _misstate(
        draft, rng, "disclosed", within="{nested1}"
    )


@_plants("sum_mismatch")
def prose_nested_parts(draft: Draft, rng: Random) -> bool:
    return _misstate(draft, rng, "inner0", "inner1")


@_plants("sum_mismatch")
def prose_share(draft: Draft, rng: Random) -> bool:
    names = [name for para in draft.paras() for i in range(6) if para.states(name := f"share_of{i}")]
    if not names:
        return False
    name = rng.choice(names)
    for para in draft.paras():
        if para.states(name):
            para.said[name] = round(draft.names[name] + rng.choice((-9.9, -2.3, 1.7, 3.1, 10.0)) % 90, 1)
    return True


@_plants("sum_mismatch")
def prose_applicants(draft: Draft, rng: Random) -> bool:
    return _misstate(draft, rng, "natural", "legal", within="{received}")


@_plants("sum_mismatch")
def prose_ways_of_applying(draft: Draft, rng: Random) -> bool:
    return _misstate(draft, rng, "online", "letter", "person", within="{received}")


@_plants("sum_mismatch")
def prose_outcomes(draft: Draft, rng: Random) -> bool:
    return _misstate(draft, rng, "granted", "partly", "refused", "rest", "processed", within="{granted}")


@_plants("sum_mismatch")
def prose_reviews(draft: Draft, rng: Random) -> bool:
    return _misstate(draft, rng, "upheld", "corrected", "elsewise", within="{upheld}")


# --- identity_broken ----------------------------------------------------------------------------------------


@_plants("identity_broken")
def identity(draft: Draft, rng: Random) -> bool:
    """One of the four lines changed in a column and in the total, so that only the equation breaks."""
    table = draft.filled("requests")
    if table is None or not table.values["received", "total"]:
        return False
    row = rng.choice(("received", "carried_in", "carried_out"))
    column = next(column for column in APPLICANTS if table.values["received", column])
    step = rng.choice((1, 2, 5))
    for where in (column, "total"):
        _add(table, row, where, step)
    return True


# --- prose_table_conflict -----------------------------------------------------------------------------------


@_plants("prose_table_conflict")
def received_in_prose(draft: Draft, rng: Random) -> bool:
    return draft.era != "narrative" and _misstate(draft, rng, "received")


@_plants("prose_table_conflict")
def received_none_in_prose(draft: Draft, rng: Random) -> bool:
    if draft.era == "narrative":
        return False
    paras = [para for para in draft.paras() if para.states("received")]
    for para in paras:
        para.text = rng.choice(phrases()["requests"]["none"])
    return len(paras) == 1


@_plants("prose_table_conflict")
def outcomes_in_prose(draft: Draft, rng: Random) -> bool:
    if draft.era not in ("trial2019", "standard2021"):
        return False
    return _misstate(draft, rng, "processed", "granted", "partly", within="{processed}")


@_plants("prose_table_conflict")
def carried_in_prose(draft: Draft, rng: Random) -> bool:
    return draft.filled("requests") is not None and _misstate(draft, rng, "carried_in", "carried_out")


@_plants("prose_table_conflict")
def reviews_in_prose(draft: Draft, rng: Random) -> bool:
    return draft.era != "narrative" and _misstate(draft, rng, "reviews", "lawsuits", within="复议{reviews}件，被提起")


@_plants("prose_table_conflict")
def reviews_none_in_prose(draft: Draft, rng: Random) -> bool:
    if draft.era == "narrative" or not draft.names["reviews"]:
        return False
    paras = [para for para in draft.paras() if para.states("reviews")]
    for para in paras:
        para.text = rng.choice(phrases()["reviews"]["none"])
        para.said["year"] = draft.year
    return bool(paras)


@_plants("prose_table_conflict")
def disclosed_in_prose(draft: Draft, rng: Random) -> bool:
    if draft.era != "annex2014":
        return False
    for para in draft.paras():
        if para.states("disclosed"):
            para.said["disclosed"] = draft.names["disclosed"] + 13
    return True


@_plants("prose_table_conflict")
def fees_in_prose(draft: Draft, rng: Random) -> bool:
    return draft.era == "annex2014" and _misstate(draft, rng, "fees")


@_plants("prose_table_conflict")
def documents_in_prose(draft: Draft, rng: Random) -> bool:
    table = draft.filled("proactive")
    if table is None or not table.zero:
        return False  # a form of nothing but blanks may not have been filled in
    names = ["issued", "penalties", *(["repealed"] if draft.era == "standard2021" else [])]
    stated = [name for name in names if any(para.states(name) for para in draft.paras())]
    if not stated:
        return False
    name = rng.choice(stated)
    wrong = _off(rng, draft.names[name])
    for para in draft.paras():
        if para.states(name):
            para.said[name] = wrong
    return True


# --- prose_conflict -----------------------------------------------------------------------------------------


def _said_again(draft: Draft, rng: Random, topic: str, name: str, text: str) -> bool:
    """Adds a sentence that states another number than the report's own elsewhere."""
    if not any(para.states(name) for para in draft.paras()):
        return False
    part = rng.choice([part for part in draft.parts if part.topic in ("overview", "sub", "general", "problems", topic)])
    part.items.insert(0, Para(text, {name: _off(rng, draft.names[name])}))
    return True


@_plants("prose_conflict")
def disclosed_twice(draft: Draft, rng: Random) -> bool:
    return _said_again(draft, rng, "disclosed", "disclosed", rng.choice(phrases()["disclosed"]["again"]))


@_plants("prose_conflict")
def received_twice(draft: Draft, rng: Random) -> bool:
    text = rng.choice(
        ("{year}年，{we}共收到政府信息公开申请{received}件，均按期答复。", "全年共受理政府信息公开申请{received}件。")
    )
    return _said_again(draft, rng, "requests", "received", text)


@_plants("prose_conflict")
def reviews_twice(draft: Draft, rng: Random) -> bool:
    return _said_again(draft, rng, "reviews", "reviews", "全年因政府信息公开被申请行政复议{reviews}件。")


@_plants("prose_conflict")
def fees_twice(draft: Draft, rng: Random) -> bool:
    if not draft.names["fees"]:
        return False
    return _said_again(draft, rng, "fees", "fees", rng.choice(phrases()["fees"]["none"]))


# --- carry_over_mismatch ---------------------------------------------------------------------------------


@_plants("carry_over_mismatch")
def carried_in_otherwise(draft: Draft, rng: Random) -> bool:
    """Another number carried in than was carried out; the year's own table balances."""
    table = draft.filled("requests")
    if table is None or draft.year <= 2019:
        return False
    column = rng.choice(APPLICANTS[:2])
    if not table.zero and not table.values["carried_in", "total"]:
        return False
    for where in (column, "total"):
        _add(table, "carried_in", where, 2)
        _add(table, "carried_out", where, 2)
    return True


@_plants("carry_over_mismatch")
def carried_in_not_at_all(draft: Draft, rng: Random) -> bool:
    table = draft.filled("requests")
    if table is None or draft.year <= 2019 or not table.values["carried_in", "total"]:
        return False
    for column in (*APPLICANTS, "total"):
        _add(table, "received", column, int(table.values["carried_in", column]))
        table.values["carried_in", column] = 0
    return True


@_plants("carry_over_mismatch")
def cumulative_figure_falls(draft: Draft, rng: Random) -> bool:
    paras = [para for para in draft.paras() if para.states("ever")]
    fallen = draft.names["ever"] - draft.names["disclosed"] - rng.randint(10, 200)
    for para in paras:
        para.said["ever"] = fallen
    return bool(paras)


# --- what was left from elsewhere ---------------------------------------------------------------------------


@_plants("foreign_year")
def year_of_the_opening(draft: Draft, rng: Random) -> bool:
    """The opening paragraph is last year's: the period, or what the report calls itself."""
    text = draft.opening[0].text
    if "统计期限" not in text and "统计时限" not in text and "现将" not in text:
        return False
    wrong = draft.year - rng.choice((1, 1, 2))
    draft.opening[0].said |= {"year": wrong, "next": wrong + 1}
    return True


@_plants("foreign_year")
def year_of_a_sentence(draft: Draft, rng: Random) -> bool:
    """A sentence on the agency's own work or figures still has last year's year."""
    topics = ("disclosed", "requests", "reviews", "fees", "sub", "overview")
    items = [item for part in draft.parts if part.topic in topics for item in part.items if isinstance(item, Para)]
    own = [para for para in items if para.text.startswith(("{year}年，{we}", "{year}年度，{we}", "{year}年{we}"))]
    if not own:
        return False
    rng.choice(own).said["year"] = draft.year - rng.choice((1, 1, 2, 3))
    return True


@_plants("foreign_year")
def year_of_a_caption(draft: Draft, rng: Random) -> bool:
    paras = [para for para in draft.paras() if para.text.startswith("附：")]
    for para in paras:
        para.said["year"] = draft.year - rng.choice((1, 2))
    return bool(paras)


@_plants("foreign_year")
def year_of_a_heading(draft: Draft, rng: Random) -> bool:
    part = next((part for part in draft.parts if part.topic in ("disclosed", "overview", "requests")), None)
    if part is None or draft.era in ("trial2019", "standard2021"):
        return False
    part.heading = f"{draft.year - 1}年{part.heading}"
    return True


_ELSEWHERE = (
    "本报告由{other}编制。",
    "如对本报告有疑问，请与{other}办公室联系，电话：5521333。",
    "本报告电子版可在{near0}人民政府门户网站下载。",
    "在{near0}政府信息公开网站及时发布{field}信息，方便群众查询。",
    "{year}年，{other}认真落实《条例》要求，主动公开的及时性明显提高。",
    "现将{other}{year}年政府信息公开工作情况报告如下。",
    "{other}高度重视政府信息公开工作，成立了以主要领导为组长的领导小组。",
    "{year}年，{near0}主动公开政府信息坚持及时准确，没有发生泄密事件。",
)


@_plants("foreign_agency")
def another_place(draft: Draft, rng: Random) -> bool:
    """A sentence of another county's report, with that county's name."""
    agency = draft.names["agency"]
    other = agency.replace(draft.names["county"], draft.names["near0"])
    para = Para(rng.choice(_ELSEWHERE), {"other": other})
    part = rng.choice(
        [part for part in draft.parts if part.topic in ("overview", "disclosed", "sub", "general", "other")]
    )
    part.items.insert(0, para)
    return True


@_plants("foreign_agency")
def another_bureau(draft: Draft, rng: Random) -> bool:
    """The name of another bureau of the county, where the report names its own agency."""
    agency, county = draft.names["agency"], draft.names["county"]
    if not agency.endswith("局"):
        return False
    other = rng.choice([f"{county}{name}" for name in phrases()["names"]["bureaus"] if name not in agency])
    draft.opening[0] = Para(
        rng.choice(
            (
                "根据《条例》规定，现将{other}{year}年度政府信息公开工作情况报告如下。",
                "本报告由{other}根据《中华人民共和国政府信息公开条例》编制。",
                "根据《条例》要求，{other}编制了{year}年政府信息公开工作年度报告。",
                "如对本报告有疑问，请与{other}办公室联系。",
            )
        ),
        {"other": other},
    )
    return True


# --- the outline --------------------------------------------------------------------------------------------


@_plants("section_missing")
def section_left_out(draft: Draft, rng: Random) -> bool:
    """A part that the law asks for, with all that is said on it, and the numbers closed up."""
    form = draft.era in ("trial2019", "standard2021")
    wanted = ("problems", "other", "reviews") if form else ("fees", "requests", "reviews", "problems")
    topic = rng.choice(wanted)
    draft.parts = [part for part in draft.parts if part.topic != topic]
    words = {"fees": "费", "requests": "申请", "reviews": "复议", "problems": "问题"}
    for part in draft.parts:
        said = [
            item for item in part.items if isinstance(item, Filled) or words.get(topic, "其他需要") not in item.text
        ]
        part.items = [
            item for item in said if not (topic == "problems" and isinstance(item, Para) and "改进" in item.text)
        ]
    draft.opening = draft.opening[:1]
    for contents in phrases()["opening"]["contents"]:
        draft.opening[0].text = draft.opening[0].text.replace(contents, "")
    first = [part for part in draft.parts if part.topic != "sub"]
    for i, part in enumerate(first):
        part.number = f"{NUMERALS[i]}、"
    return draft.era != "annex2014" or topic != "fees"


def _numbered(draft: Draft, rng: Random) -> list[Part]:
    """A run of headings whose numbers can be spoilt."""
    runs = [
        [part for part in draft.parts if part.topic != "sub"],
        [part for part in draft.parts if part.topic == "sub"],
    ]
    return rng.choice([run for run in runs if len(run) > 2])


@_plants("section_numbering")
def number_skipped(draft: Draft, rng: Random) -> bool:
    run = _numbered(draft, rng)
    at = rng.randint(1, len(run) - 1)
    for i, part in enumerate(run[at:], start=at):
        part.number = part.number.replace(NUMERALS[i], NUMERALS[i + 1])
    return True


@_plants("section_numbering")
def number_doubled(draft: Draft, rng: Random) -> bool:
    run = _numbered(draft, rng)
    at = rng.randint(1, len(run) - 1)
    for i, part in enumerate(run[at:], start=at):
        part.number = part.number.replace(NUMERALS[i], NUMERALS[i - 1])
    return True


@_plants("section_numbering")
def number_restarted(draft: Draft, rng: Random) -> bool:
    run = _numbered(draft, rng)
    at = rng.randint(2, len(run) - 1)
    for i, part in enumerate(run[at:]):
        part.number = part.number.replace(NUMERALS[at + i], NUMERALS[i])
    return True


# --- publication, tables, site ------------------------------------------------------------------------------


@_plants("late")
def published_late(draft: Draft, rng: Random) -> bool:
    draft.published = date(draft.year + 1, 4, 1) + timedelta(days=rng.randint(0, 200))
    return True


@_plants("unknown_row")
def row_of_its_own(draft: Draft, rng: Random) -> bool:
    table = draft.filled("requests")
    if table is None:
        return False
    table.labels["refused_process"] = rng.choice(
        ("9.涉及历史遗留的宅基地资料", "移送档案部门处理的情形", "转由乡镇答复")
    )
    table.values["refused_process", "total"] = table.values["refused_process", "natural_person"] = 2
    return True


@_plants("tables_missing")
def table_left_out(draft: Draft, rng: Random) -> bool:
    if draft.era not in ("trial2019", "standard2021"):
        return False
    form = rng.choice(("proactive", "requests", "reviews"))
    for part in draft.parts:
        part.items = [item for item in part.items if not (isinstance(item, Filled) and item.form == form)]
    return True


@_plants("mirror_site")
def copied_by_a_clone(draft: Draft, rng: Random) -> bool:
    host = draft.names["host"]
    draft.url = draft.url.replace(host, rng.choice(("www.xx-seo.com", "gov.example.net", "www.govcn.org")))
    return True


@_plants("year_unknown")
def year_nowhere(draft: Draft, rng: Random) -> bool:
    for para in draft.paras():
        para.text = para.text.replace("{year}年度", "本年度").replace("{year}年", "全年")
        para.text = para.text.replace("{last}年", "上年").replace("{next}年", "下年").replace("{next}", "")
    for part in draft.parts:
        part.heading = part.heading.replace("{next}年", "下一年")
    draft.title = draft.title.replace(f"{draft.year}年", "")
    draft.url = draft.url.replace(str(draft.year), "")
    draft.opening[0].text = "根据《条例》要求，现将本机关政府信息公开工作情况报告如下。"
    draft.signature = False
    return True
