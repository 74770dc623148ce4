"""Plants contradictions and counts: ``python -m tests.audits [--clean N] [--planted N] [--only RULE] [--misses]``.

Exits 1 where a rule finds less than 95 % of what was planted, or clean reports raise more than 2 % false alarms.
"""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.table import Table

from tests.audits.measure import LEAST_FOUND, MOST_ALARMED, measure_clean, measure_planted
from tests.audits.mutations import MUTATIONS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.audits", description=__doc__)
    parser.add_argument("--clean", type=int, default=400, help="how many clean reports")
    parser.add_argument("--planted", type=int, default=60, help="how many reports of each contradiction")
    parser.add_argument("--only", default="", help="only rules and contradictions whose name contains this")
    parser.add_argument("--misses", action="store_true", help="list false alarms and what was not found")
    options = parser.parse_args()
    console = Console(width=140)
    table = Table("rule", "contradiction", "found", "of", "share")
    failed = False
    misses = []
    for mutation in MUTATIONS:
        if options.only not in mutation.rule and options.only not in mutation.name:
            continue
        planted = measure_planted(mutation, options.planted)
        failed = failed or planted.share < LEAST_FOUND
        misses += [f"{planted.name}: {line}" for line in planted.missed]
        table.add_row(mutation.rule, mutation.name, str(planted.found), str(planted.planted), f"{planted.share:.1%}")
    clean = measure_clean(options.clean)
    failed = failed or clean.share > MOST_ALARMED
    table.add_section()
    table.add_row("any", "none: clean reports", str(clean.alarmed), str(clean.reports), f"{clean.share:.1%}")
    console.print(table)
    for line in [*misses, *clean.shown] if options.misses else ():
        console.print(line, markup=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
