"""What one portal may cost in one run, and when a page of it is to be fetched at all."""

from __future__ import annotations

from typing import Literal

import msgspec

#: Whether a page that is due is to be fetched now, when nothing else is left if it is needed then, or not at all.
Need = Literal["now", "later", "none"]


class Budget(msgspec.Struct, frozen=True):
    """How much one portal may cost in one run: ``pages`` to find its columns, ``requests`` in all.

    Every report that was found allows one page more: where 80 departments publish, each has columns to be found.
    ``reports`` is how many reports are fetched (None: all).
    """

    pages: int = 60
    requests: int = 5000
    reports: int | None = None
