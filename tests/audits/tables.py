"""The statutory tables of a draft: filled so that they balance, and printed as a page has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.standin.forms import forms

APPLICANTS = ("natural_person", "business", "research", "social_organization", "legal_service", "other")
OUTCOMES = ("upheld", "corrected", "other", "pending")
PROCEEDINGS = ("review", "lawsuit_direct", "lawsuit_after_review")
REFUSED = (
    "refused_state_secret", "refused_by_law", "refused_security_stability", "refused_third_party", "refused_internal",
    "refused_process", "refused_enforcement_file", "refused_administrative_query",
)  # fmt: skip
REST = (
    "unprocessed_petition", "unprocessed_repeat", "unprocessed_publication", "unprocessed_excessive",
    "unprocessed_reconfirm", "other_uncorrected", "other_other",
)  # fmt: skip
DEALT = ("granted", "partly_granted", *REFUSED, "unavailable_not_held", *REST)

Values = dict[tuple[str, str], float]


@dataclass
class Filled:
    """A form with its values; ``raw`` overrides how single cells are printed, ``zero`` is how none is printed.

    ``labels`` overrides row labels, ``skipped`` rows are not printed at all.
    """

    form: str
    era: str
    values: Values
    zero: str = "0"
    raw: dict[tuple[str, str], str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)

    def printed(self, row: str, column: str) -> str:
        if (row, column) in self.raw:
            return self.raw[row, column]
        value = self.values.get((row, column), 0)
        return f"{value:g}" if value else self.zero

    def html(self) -> str:
        rows = {
            "requests": self._requests,
            "reviews": self._reviews,
            "proactive": self._proactive,
            "annex2014": self._annex,
        }[self.form]()
        lines = (
            "".join(f"<td{f' colspan={span}' if span > 1 else ''}>{text}</td>" for text, span in row) for row in rows
        )
        return "<table border=1>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"

    def _label(self, key: str, label: str) -> str:
        return self.labels.get(key, label)

    def _requests(self) -> list[list[tuple[str, int]]]:
        columns = [(key, label.rsplit("/", 1)[-1]) for key, label in forms()["requests"]["columns"]]
        head = [
            [(forms()["requests"]["caption"], 3), ("申请人情况", 7)],
            [("", 3), *((label, 1) for _, label in columns)],
        ]
        rows = []
        for key, path in request_rows(self.era):
            if key in self.skipped:
                continue
            *groups, label = path.split("/")
            cells = [*((group, 1) for group in groups), (self._label(key, label), 3 - len(groups))]
            rows.append([*cells, *((self.printed(key, column), 1) for column, _ in columns)])
        return head + rows

    def _reviews(self) -> list[list[tuple[str, int]]]:
        columns = forms()["reviews"]["columns"]
        return [
            [("行政复议", 5), ("行政诉讼", 10)],
            [("", 5), ("未经复议直接起诉", 5), ("复议后起诉", 5)],
            [(label, 1) for _ in PROCEEDINGS for _, label in columns],
            [(self.printed(row, key), 1) for row in PROCEEDINGS for key, _ in columns],
        ]

    def _proactive(self) -> list[list[tuple[str, int]]]:
        rows: list[list[tuple[str, int]]] = []
        for block in forms()["proactive_2021" if self.era == "standard2021" else "proactive_2019"]:
            columns = block["columns"]
            rows += [[(block["article"], 4)], [("信息内容", 1), *((label, 1) for _, label in columns)]]
            rows[-1] += [("", 1)] * (3 - len(columns))
            for key, label in block["rows"]:
                cells = [(self.printed(key, column), 1) for column, _ in columns]
                rows.append([(self._label(key, label), 1), *cells, *([("", 1)] * (3 - len(columns)))])
        return rows

    def _annex(self) -> list[list[tuple[str, int]]]:
        rows = [[("统 计 指 标", 1), ("单位", 1), ("统计数", 1)]]
        for key, label, unit in forms()["annex2014"]["rows"]:
            if key == "-":
                rows.append([(label, 1), ("——", 1), ("——", 1)])
            elif key not in self.skipped:
                rows.append([(self._label(key, label), 1), (unit, 1), (self.printed(key, "value"), 1)])
        return rows


def request_rows(era: str) -> list[tuple[str, str]]:
    """Keys and label paths of 表三 in its order."""
    rows = [(key, label) for key, label in forms()["requests"]["rows"]]
    if era == "trial2019":
        at = next(i for i, (key, _) in enumerate(rows) if key == "other_uncorrected")
        rows[at : at + 3] = [(forms()["requests"]["other_2019"][0], forms()["requests"]["other_2019"][1])]
    return rows


def fill_requests(rng: Random, era: str, busy: bool, carried_in: dict[str, int] | None) -> Values:
    """表三 that balances in every row and column; ``carried_in`` by applicant from last year (``None``: draw)."""
    dealt = [row for row in DEALT if era == "standard2021" or not row.startswith("other_")]
    dealt += ["other"] if era == "trial2019" else []
    values: Values = {}
    for applicant in APPLICANTS:
        common = applicant in ("natural_person", "business")
        received = rng.randint(2, 15) if busy and common else int(busy and rng.random() < 0.2)
        brought = rng.choice((0, 0, 1, 2)) if busy and common else 0
        if carried_in is not None:
            brought = carried_in.get(applicant, 0)
        left = min(rng.choice((0, 0, 1, 2)) if common else 0, received + brought)
        values |= {("received", applicant): received, ("carried_in", applicant): brought}
        values["carried_out", applicant] = left
        values["total_processed", applicant] = received + brought - left
        for _ in range(received + brought - left):
            row = rng.choice(("granted", "granted", "partly_granted", "unavailable_not_held", *dealt))
            values[row, applicant] = values.get((row, applicant), 0) + 1
    for (row, _), value in list(values.items()):
        values[row, "total"] = values.get((row, "total"), 0) + value
    return values


def fill_reviews(rng: Random, busy: bool) -> Values:
    """表四 whose totals are their four outcomes."""
    values: Values = {}
    for row in PROCEEDINGS:
        for outcome in OUTCOMES:
            values[row, outcome] = rng.choice((0, 0, 1, 2)) if busy else 0
        values[row, "total"] = sum(values[row, outcome] for outcome in OUTCOMES)
    return values


def fill_proactive(rng: Random, era: str, figures: dict[str, float]) -> Values:
    """表二, with the year's normative documents (规范性文件) as ``figures`` has them."""
    issued, repealed = figures["issued"], figures["repealed"]
    if era == "standard2021":
        values: Values = {
            ("normative_documents", "issued"): issued,
            ("normative_documents", "repealed"): repealed,
            ("normative_documents", "in_force"): issued + rng.randint(0, 20),
        }
    else:
        values = {
            ("normative_documents", "newly_made"): issued,
            ("normative_documents", "newly_disclosed"): issued,
            ("normative_documents", "total_disclosed"): issued + rng.randint(0, 20),
            ("licences", "previous_items"): rng.randint(0, 80),
            ("licences", "change"): rng.randint(-5, 5),
            ("procurement", "items"): rng.randint(0, 9),
            ("procurement", "amount"): rng.randint(0, 90000) / 100,
        }
    values["licences", "decisions"] = rng.randint(0, 900)
    values["penalties", "decisions"] = figures["penalties"]
    values["fees", "amount"] = rng.choice((0, rng.randint(1, 40000) / 100))
    return values


def fill_annex(rng: Random, figures: dict[str, float]) -> Values:
    """The annex of 2014 to 2018 with the figures that the prose states."""
    f = figures
    late = rng.randint(0, int(f["processed"]) // 3)
    known = {
        "disclosed": f["disclosed"], "normative_documents_disclosed": min(f["issued"], f["disclosed"]),
        "normative_documents_made": f["issued"], "channel_website": f["by_site"], "channel_wechat": f["by_media"],
        "channel_other": rng.randint(0, 60), "responses": rng.randint(0, 9), "interpretations": rng.randint(0, 30),
        "press_conferences": 3, "press_conferences_by_head": rng.randint(0, 3), "interviews": 2,
        "interviews_by_head": rng.randint(0, 2), "applications": f["received"], "applications_online": f["online"],
        "applications_letter": f["letter"], "applications_in_person": f["person"], "completed": f["processed"],
        "completed_on_time": f["processed"] - late, "completed_extended": late, "answered": f["processed"],
        "answered_granted": f["granted"], "answered_partly": f["partly"], "answered_refused": f["refused"],
        "refused_privacy": f["refused"] // 2, "refused_trade_secret": f["refused"] - f["refused"] // 2,
        "answered_not_exist": f["not_held"], "answered_other_channel": f["rest"], "reviews": f["reviews"],
        "reviews_upheld": f["upheld"], "reviews_corrected": f["corrected"], "reviews_other": f["elsewise"],
        "lawsuits": f["lawsuits"], "lawsuits_upheld": f["lawsuits"], "fees": f["fees"] / 10000, "organs": 1,
        "reading_points": rng.randint(0, 4), "staff": 6, "staff_full_time": 2, "staff_part_time": 4,
        "budget": rng.choice((0, 1.5, 3)), "meetings": 3, "trainings": 4,
        "people_trained": rng.randint(0, 300),
    }  # fmt: skip
    return {(row, "value"): value for row, value in known.items()}
