"""Each rule finds what is planted in clean reports, and clean reports raise nothing: a fast subset of the command."""

from __future__ import annotations

import pytest

from crawler.facts import load_toml
from tests.audits.measure import LEAST_FOUND, MOST_ALARMED, measure_clean, measure_planted
from tests.audits.mutations import MUTATIONS, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation.rule}-{mutation.name}")
def test_a_planted_contradiction_is_found(mutation: Mutation) -> None:
    planted = measure_planted(mutation, 20)
    assert planted.planted >= 10, "too few drafts have what this contradiction spoils"
    assert planted.share >= LEAST_FOUND, "\n".join(planted.missed)


def test_clean_reports_of_all_eras_raise_nothing() -> None:
    clean = measure_clean(160)
    assert clean.share <= MOST_ALARMED, "\n".join(clean.shown)


def test_every_rule_that_can_be_planted_in_a_page_is_planted() -> None:
    elsewhere = {"agency_unknown", "unread_attachment", "copied_text", "other_table"}
    rules = load_toml("rules.toml")
    report = {rule for rule in rules if rules[rule]["source"].startswith(("《", "国办"))} - elsewhere
    assert report <= {mutation.rule for mutation in MUTATIONS}
