from __future__ import annotations

import argparse
import sys
import time

from tests.fuzz.runner import Outcome, Reader, read_case


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Read damaged pages for a while.")
    parser.add_argument("--seconds", type=float, default=60, help="how long to run")
    parser.add_argument("--first", type=int, default=1, help="the number of the first case")
    parser.add_argument("--case", type=int, help="read only this case, in this process")
    arguments = parser.parse_args()
    if arguments.case is not None:
        outcome = read_case(arguments.case)
        print(_line(outcome))
        return int(outcome.failed)
    reader = Reader()
    until = time.monotonic() + arguments.seconds
    number, failed = arguments.first, 0
    slowest = largest = Outcome(0, 0.0)
    while time.monotonic() < until:
        outcome = reader.read(number)
        slowest = max(slowest, outcome, key=lambda found: found.seconds)
        largest = max(largest, outcome, key=lambda found: found.megabytes)
        if outcome.failed:
            failed += 1
            print(_line(outcome), flush=True)
        number += 1
    reader.close()
    print(f"{number - arguments.first} cases, {failed} failed; slowest {_line(slowest)}; largest {_line(largest)}")
    return int(failed > 0)


def _line(outcome: Outcome) -> str:
    return f"case {outcome.number}: {outcome.seconds:.2f} s, +{outcome.megabytes:.0f} MB {outcome.error}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
