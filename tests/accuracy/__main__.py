"""Scores the reading: ``python -m tests.accuracy [--misses] [--only NAME] [--pin [--lower]] [--compare]``."""

from __future__ import annotations

import argparse
import sys
from itertools import chain

from rich.console import Console
from rich.table import Table

from tests.accuracy import gate
from tests.accuracy.corpus import golden_cases, hard_cases, shape_cases, standin_cases
from tests.accuracy.score import Score, score


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what came out wrong")
    parser.add_argument("--only", default="", help="only cases whose name contains this")
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds of stand-in portals")
    parser.add_argument("--shapes", type=int, default=120, help="how many pages of shapes drawn by chance")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is reached")
    parser.add_argument("--lower", action="store_true", help="with --pin: floors may go down")
    parser.add_argument("--compare", action="store_true", help="beside other tools, into crawler/report/README.md")
    options = parser.parse_args()
    seeds = tuple(str(number + 1) for number in range(options.seeds))
    cases = chain(hard_cases(), golden_cases(), shape_cases(options.shapes), standin_cases(seeds))
    if options.compare:
        from tests.accuracy.compare import write_comparison

        print(write_comparison(list(cases)))
        return 0
    scores = score(case for case in cases if options.only in case.name)
    show(scores, misses=options.misses or bool(options.only))
    if options.only:
        return 0
    if options.pin:
        lowered = gate.pin(scores, lower=options.lower)
        for line in lowered:
            print(("lowered " if options.lower else "not lowered (--lower) ") + line)
        return 0 if options.lower or not lowered else 1
    found = gate.problems(scores, counts=options.seeds >= 3)
    for line in found:
        print(f"FAILED  {line}", file=sys.stderr)
    return 1 if found else 0


def show(scores: dict[str, Score], *, misses: bool) -> None:
    """Prints the scores as a table, a column per group."""
    console = Console(width=160)
    table = Table("measure", *(f"{group} ({score.tries['cases']})" for group, score in scores.items()))
    for measure in gate.MEASURES:
        cells = []
        for found in scores.values():
            share = found.share(measure)
            cells.append("" if share is None else f"{share:8.2%}  {found.hits[measure]}/{found.tries[measure]}")
        table.add_row(measure, *cells)
    console.print(table)
    if misses:
        for found in scores.values():
            for miss in found.misses:
                console.print(f"{miss.case}  {miss.measure}: {miss.got!r}  wanted {miss.want!r}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
