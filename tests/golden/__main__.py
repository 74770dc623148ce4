"""Writes golden cases: ``python -m tests.golden ../shared/seeds/x.txt [../shared/real/y.html=http://…]``."""

import sys
from pathlib import Path

from tests.golden import write_case

for argument in sys.argv[1:]:
    name, _, address = argument.partition("=")
    print(write_case(Path(name), address))
