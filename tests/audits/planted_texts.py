"""What was left from another report, and what is missing or late: years, places, outline, tables, site."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.audits.drafts import NUMERALS, Draft, Para, Part, phrases
from tests.audits.planting import plants
from tests.audits.tables import Filled

# --- what was left from elsewhere ---------------------------------------------------------------------------


@plants("foreign_year")
def year_of_the_opening(draft: Draft, rng: Random) -> bool:
    """The opening paragraph is last year's: the period, or what the report calls itself."""
    text = draft.opening[0].text
    if "统计期限" not in text and "统计时限" not in text and "现将" not in text:
        return False
    wrong = draft.year - rng.choice((1, 1, 2))
    draft.opening[0].said |= {"year": wrong, "next": wrong + 1}
    return True


@plants("foreign_year")
def year_of_a_sentence(draft: Draft, rng: Random) -> bool:
    """A sentence on the agency's own work or figures still has last year's year."""
    topics = ("disclosed", "requests", "reviews", "fees", "sub", "overview")
    items = [item for part in draft.parts if part.topic in topics for item in part.items if isinstance(item, Para)]
    own = [para for para in items if para.text.startswith(("{year}年，{we}", "{year}年度，{we}", "{year}年{we}"))]
    if not own:
        return False
    rng.choice(own).said["year"] = draft.year - rng.choice((1, 1, 2, 3))
    return True


@plants("foreign_year")
def year_of_a_caption(draft: Draft, rng: Random) -> bool:
    paras = [para for para in draft.paras() if para.text.startswith("附：")]
    for para in paras:
        para.said["year"] = draft.year - rng.choice((1, 2))
    return bool(paras)


@plants("foreign_year")
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


@plants("foreign_agency")
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


@plants("foreign_agency")
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


@plants("section_missing")
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


@plants("section_numbering")
def number_skipped(draft: Draft, rng: Random) -> bool:
    run = _numbered(draft, rng)
    at = rng.randint(1, len(run) - 1)
    for i, part in enumerate(run[at:], start=at):
        part.number = part.number.replace(NUMERALS[i], NUMERALS[i + 1])
    return True


@plants("section_numbering")
def number_doubled(draft: Draft, rng: Random) -> bool:
    run = _numbered(draft, rng)
    at = rng.randint(1, len(run) - 1)
    for i, part in enumerate(run[at:], start=at):
        part.number = part.number.replace(NUMERALS[i], NUMERALS[i - 1])
    return True


@plants("section_numbering")
def number_restarted(draft: Draft, rng: Random) -> bool:
    run = _numbered(draft, rng)
    at = rng.randint(2, len(run) - 1)
    for i, part in enumerate(run[at:]):
        part.number = part.number.replace(NUMERALS[at + i], NUMERALS[i])
    return True


# --- publication, tables, site ------------------------------------------------------------------------------


@plants("late")
def published_late(draft: Draft, rng: Random) -> bool:
    draft.published = date(draft.year + 1, 4, 1) + timedelta(days=rng.randint(0, 200))
    return True


@plants("unknown_row")
def row_of_its_own(draft: Draft, rng: Random) -> bool:
    table = draft.filled("requests")
    if table is None:
        return False
    table.labels["refused_process"] = rng.choice(
        ("9.涉及历史遗留的宅基地资料", "移送档案部门处理的情形", "转由乡镇答复")
    )
    table.values["refused_process", "total"] = table.values["refused_process", "natural_person"] = 2
    return True


@plants("tables_missing")
def table_left_out(draft: Draft, rng: Random) -> bool:
    if draft.era not in ("trial2019", "standard2021"):
        return False
    form = rng.choice(("proactive", "requests", "reviews"))
    for part in draft.parts:
        part.items = [item for item in part.items if not (isinstance(item, Filled) and item.form == form)]
    return True


@plants("mirror_site")
def copied_by_a_clone(draft: Draft, rng: Random) -> bool:
    host = draft.names["host"]
    draft.url = draft.url.replace(host, rng.choice(("www.xx-seo.com", "gov.example.net", "www.govcn.org")))
    return True


@plants("year_unknown")
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
