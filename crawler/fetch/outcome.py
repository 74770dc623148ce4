"""The ledger's word for how a fetch ended. Apart from ``outcomes``: a reader process needs it, and no network."""

from __future__ import annotations

from typing import Literal

import msgspec

State = Literal["pending", "done", "unchanged", "gone", "blocked", "failed", "skipped"]
PortalOutcome = Literal["reached", "blocked", "robots", "failed", "not_archived"]


#: A first page that shows nothing without its scripts.
SCRIPT_ONLY = "script_only"


class Outcome(msgspec.Struct, frozen=True):
    """How a fetch ended: the ledger's page ``state``, a short key, and one line of evidence.

    ``pending`` means that the page was not tried: it stays due.
    """

    state: State
    outcome: str
    detail: str = ""
