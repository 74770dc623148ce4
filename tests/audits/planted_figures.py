"""Contradictions of figures: in tables, in prose, between both, and with the report of the year before."""

from __future__ import annotations

from random import Random

from tests.audits.drafts import Draft, Para, phrases
from tests.audits.planting import add, misstate, off, plants
from tests.audits.tables import APPLICANTS, OUTCOMES, PROCEEDINGS

# --- sum_mismatch -------------------------------------------------------------------------------------------


@plants("sum_mismatch")
def requests_row_total(draft: Draft, rng: Random) -> bool:
    table = draft.filled("requests")
    if table is None:
        return False
    rows = [row for row, column in table.values if column == "total" and table.values[row, column]]
    if not rows:
        return False
    row = rng.choice(rows)
    table.raw[row, "total"] = str(off(rng, table.values[row, "total"]))
    return True


@plants("sum_mismatch")
def requests_part_of_outcomes(draft: Draft, rng: Random) -> bool:
    """A refusal counted once more, in its column and in its total: the sum of outcomes no longer holds."""
    table = draft.filled("requests")
    if table is None or not table.values["total_processed", "total"] or ("total_processed", "total") in table.raw:
        return False
    row = rng.choice(("granted", "partly_granted", "refused_process", "refused_internal", "unavailable_not_held"))
    column = next(column for column in APPLICANTS if table.values["total_processed", column])
    for where in (column, "total"):
        add(table, row, where, 1)
    return True


@plants("sum_mismatch")
def requests_totals_all_zero(draft: Draft, rng: Random) -> bool:
    table = draft.filled("requests")
    if table is None or not table.values["received", "total"]:
        return False
    table.raw = {(row, "total"): "0" for row, _ in table.values}
    return True


@plants("sum_mismatch")
def reviews_total(draft: Draft, rng: Random) -> bool:
    table = draft.filled("reviews")
    if table is None:
        return False
    row = rng.choice(PROCEEDINGS)
    if rng.random() < 0.5:
        table.raw[row, "total"] = str(off(rng, table.values[row, "total"]))
        return any(table.values[row, outcome] for outcome in OUTCOMES)
    add(table, row, rng.choice(OUTCOMES), 1)
    return table.printed(row, "total").isdigit()


@plants("sum_mismatch")
def annex_total(draft: Draft, rng: Random) -> bool:
    table = draft.filled("annex2014")
    if table is None:
        return False
    rows = ("applications", "completed", "answered", "answered_refused", "reviews", "staff")
    row = rng.choice([row for row in rows if table.values[row, "value"]])
    table.raw[row, "value"] = str(off(rng, table.values[row, "value"]))
    return True


def _misstate_part(draft: Draft, rng: Random, kind: str) -> bool:
    paras = [para for para in draft.paras() if para.states(f"{kind}1")]
    if not paras:
        return False
    name = rng.choice([name for i in range(6) if paras[0].states(name := f"{kind}{i}")])
    paras[0].said[name] = off(rng, draft.names[name])
    return True


@plants("sum_mismatch")
def prose_categories(draft: Draft, rng: Random) -> bool:
    return _misstate_part(draft, rng, rng.choice(("cats", "nested"))) or _misstate_part(draft, rng, "cats")


@plants("sum_mismatch")
def prose_whole(draft: Draft, rng: Random) -> bool:
    return misstate(draft, rng, "disclosed", within="{cats1}") or misstate(draft, rng, "disclosed", within="{nested1}")


@plants("sum_mismatch")
def prose_nested_parts(draft: Draft, rng: Random) -> bool:
    return misstate(draft, rng, "inner0", "inner1")


@plants("sum_mismatch")
def prose_share(draft: Draft, rng: Random) -> bool:
    names = [name for para in draft.paras() for i in range(6) if para.states(name := f"share_of{i}")]
    if not names:
        return False
    name = rng.choice(names)
    for para in draft.paras():
        if para.states(name):
            para.said[name] = round(draft.names[name] + rng.choice((-9.9, -2.3, 1.7, 3.1, 10.0)) % 90, 1)
    return True


@plants("sum_mismatch")
def prose_applicants(draft: Draft, rng: Random) -> bool:
    return misstate(draft, rng, "natural", "legal", within="{received}")


@plants("sum_mismatch")
def prose_ways_of_applying(draft: Draft, rng: Random) -> bool:
    return misstate(draft, rng, "online", "letter", "person", within="{received}")


@plants("sum_mismatch")
def prose_outcomes(draft: Draft, rng: Random) -> bool:
    return misstate(draft, rng, "granted", "partly", "refused", "rest", "processed", within="{granted}")


@plants("sum_mismatch")
def prose_reviews(draft: Draft, rng: Random) -> bool:
    return misstate(draft, rng, "upheld", "corrected", "elsewise", within="{upheld}")


# --- identity_broken ----------------------------------------------------------------------------------------


@plants("identity_broken")
def identity(draft: Draft, rng: Random) -> bool:
    """One of the four lines changed in a column and in the total, so that only the equation breaks."""
    table = draft.filled("requests")
    if table is None or not table.values["received", "total"]:
        return False
    row = rng.choice(("received", "carried_in", "carried_out"))
    column = next(column for column in APPLICANTS if table.values["received", column])
    step = rng.choice((1, 2, 5))
    for where in (column, "total"):
        add(table, row, where, step)
    return True


# --- prose_table_conflict -----------------------------------------------------------------------------------


@plants("prose_table_conflict")
def received_in_prose(draft: Draft, rng: Random) -> bool:
    return draft.era != "narrative" and misstate(draft, rng, "received")


@plants("prose_table_conflict")
def received_none_in_prose(draft: Draft, rng: Random) -> bool:
    if draft.era == "narrative":
        return False
    paras = [para for para in draft.paras() if para.states("received")]
    for para in paras:
        para.text = rng.choice(phrases()["requests"]["none"])
    return len(paras) == 1


@plants("prose_table_conflict")
def outcomes_in_prose(draft: Draft, rng: Random) -> bool:
    if draft.era not in ("trial2019", "standard2021"):
        return False
    return misstate(draft, rng, "processed", "granted", "partly", within="{processed}")


@plants("prose_table_conflict")
def carried_in_prose(draft: Draft, rng: Random) -> bool:
    return draft.filled("requests") is not None and misstate(draft, rng, "carried_in", "carried_out")


@plants("prose_table_conflict")
def reviews_in_prose(draft: Draft, rng: Random) -> bool:
    return draft.era != "narrative" and misstate(draft, rng, "reviews", "lawsuits", within="复议{reviews}件，被提起")


@plants("prose_table_conflict")
def reviews_none_in_prose(draft: Draft, rng: Random) -> bool:
    if draft.era == "narrative" or not draft.names["reviews"]:
        return False
    paras = [para for para in draft.paras() if para.states("reviews")]
    for para in paras:
        para.text = rng.choice(phrases()["reviews"]["none"])
        para.said["year"] = draft.year
    return bool(paras)


@plants("prose_table_conflict")
def disclosed_in_prose(draft: Draft, rng: Random) -> bool:
    if draft.era != "annex2014":
        return False
    for para in draft.paras():
        if para.states("disclosed"):
            para.said["disclosed"] = draft.names["disclosed"] + 13
    return True


@plants("prose_table_conflict")
def fees_in_prose(draft: Draft, rng: Random) -> bool:
    return draft.era == "annex2014" and misstate(draft, rng, "fees")


@plants("prose_table_conflict")
def documents_in_prose(draft: Draft, rng: Random) -> bool:
    table = draft.filled("proactive")
    if table is None or not table.zero:
        return False  # a form of nothing but blanks may not have been filled in
    names = ["issued", "penalties", *(["repealed"] if draft.era == "standard2021" else [])]
    stated = [name for name in names if any(para.states(name) for para in draft.paras())]
    if not stated:
        return False
    name = rng.choice(stated)
    wrong = off(rng, draft.names[name])
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
    part.items.insert(0, Para(text, {name: off(rng, draft.names[name])}))
    return True


@plants("prose_conflict")
def disclosed_twice(draft: Draft, rng: Random) -> bool:
    return _said_again(draft, rng, "disclosed", "disclosed", rng.choice(phrases()["disclosed"]["again"]))


@plants("prose_conflict")
def received_twice(draft: Draft, rng: Random) -> bool:
    text = rng.choice(
        ("{year}年，{we}共收到政府信息公开申请{received}件，均按期答复。", "全年共受理政府信息公开申请{received}件。")
    )
    return _said_again(draft, rng, "requests", "received", text)


@plants("prose_conflict")
def reviews_twice(draft: Draft, rng: Random) -> bool:
    return _said_again(draft, rng, "reviews", "reviews", "全年因政府信息公开被申请行政复议{reviews}件。")


@plants("prose_conflict")
def fees_twice(draft: Draft, rng: Random) -> bool:
    if not draft.names["fees"]:
        return False
    return _said_again(draft, rng, "fees", "fees", rng.choice(phrases()["fees"]["none"]))


# --- carry_over_mismatch ---------------------------------------------------------------------------------


@plants("carry_over_mismatch")
def carried_in_otherwise(draft: Draft, rng: Random) -> bool:
    """Another number carried in than was carried out; the year's own table balances."""
    table = draft.filled("requests")
    if table is None or draft.year <= 2019:
        return False
    column = rng.choice(APPLICANTS[:2])
    if not table.zero and not table.values["carried_in", "total"]:
        return False
    for where in (column, "total"):
        add(table, "carried_in", where, 2)
        add(table, "carried_out", where, 2)
    return True


@plants("carry_over_mismatch")
def carried_in_not_at_all(draft: Draft, rng: Random) -> bool:
    table = draft.filled("requests")
    if table is None or draft.year <= 2019 or not table.values["carried_in", "total"]:
        return False
    for column in (*APPLICANTS, "total"):
        add(table, "received", column, int(table.values["carried_in", column]))
        table.values["carried_in", column] = 0
    return True


@plants("carry_over_mismatch")
def cumulative_figure_falls(draft: Draft, rng: Random) -> bool:
    paras = [para for para in draft.paras() if para.states("ever")]
    fallen = draft.names["ever"] - draft.names["disclosed"] - rng.randint(10, 200)
    for para in paras:
        para.said["ever"] = fallen
    return bool(paras)
