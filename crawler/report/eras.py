"""Which form (格式) a report uses: told by its tables, else by its outline, never by its year alone."""

from __future__ import annotations

from crawler.facts import load_toml
from crawler.records import Page
from crawler.report.cleaning.clean import Clean
from crawler.report.portal.lines import fold

#: A table must have so many different words of a form to be that form.
_LEAST_WORDS = 2
_LEAST_HEADINGS = 3


def form_era(page: Page, clean: Clean, year: int | None) -> str:
    """``narrative``, ``annex2014``, ``trial2019`` or ``standard2021``.

    ``year`` decides only between the two later forms where the tables they differ in are missing.
    """
    facts = load_toml("eras.toml")
    cells = {
        cell.text for block in clean.blocks if block.grid >= 0 for row in page.grids[block.grid].rows for cell in row
    }
    text = "|".join([fold(cell) for cell in cells])
    lines = "".join([fold(line) for line in clean.lines()])
    scores = {
        era: sum(word in text for word in facts["tables"][era]) for era in ("standard2021", "trial2019", "annex2014")
    }
    # The annex is often printed as lines of text: a label, its unit and its figure.
    scores["annex2014"] = max(scores["annex2014"], sum(word in lines for word in facts["tables"]["annex2014"]) - 2)
    best = max(scores, key=lambda era: scores[era])
    if scores[best] >= _LEAST_WORDS:
        return best
    if year is not None and year < facts["outline"]["since"]:
        return "narrative"  # the forms' headings are those of earlier reports too; only their tables tell
    if year == facts["outline"]["since"] and not any(heading in lines for heading in facts["outline"]["sure"]):
        return "narrative"
    headings = sum(heading in lines for heading in facts["outline"]["shared"])
    if headings >= _LEAST_HEADINGS or sum(word in text for word in facts["tables"]["both"]) >= _LEAST_WORDS:
        if facts["outline"]["trial2019"] in lines and not (year is not None and year >= 2021):
            return "trial2019"
        return "trial2019" if year is not None and year <= 2020 else "standard2021"
    return "narrative"
