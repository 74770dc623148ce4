"""How much memory a process has taken at most."""

from __future__ import annotations

import os
import re
import resource
import sys
from pathlib import Path

_HIGH_WATER = re.compile(r"^VmHWM:\s+(\d+) kB", re.M)


def peak_of(process: int) -> int:
    """The largest resident memory of a living process (its id) so far, in bytes; 0 where the system is silent."""
    try:
        found = _HIGH_WATER.search(Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def own_peak() -> int:
    """The largest resident memory of this process so far, in bytes.

    ``getrusage`` only where there is no /proc: on Linux a process begins with the peak of the one that started
    it, so that a crawl started by a large program would look large.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    return peak_of(os.getpid()) or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
