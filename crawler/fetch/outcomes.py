"""What became of a request: the ways a fetch can end, as exceptions and as the ledger's words for them.

``outcome_of`` turns whatever an errback receives into an :class:`Outcome`; ``outcome_of_status`` does the
same for an answer. Which status means what is a fact and lies in ``data/obstacles.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from service_identity import VerificationError
from twisted.internet import error as network

from crawler.facts import load_toml
from crawler.fetch.outcome import Outcome as Outcome
from crawler.fetch.outcome import PortalOutcome as PortalOutcome
from crawler.fetch.outcome import State as State


class Stopped(IgnoreRequest):
    """A request that our own components ended. ``outcome`` says how; ``str()`` is its line of evidence."""

    state: State = "failed"
    key = "error"

    def __init__(self, detail: str, *, state: State | None = None, key: str | None = None) -> None:
        super().__init__(detail)
        self.outcome = Outcome(state or self.state, key or self.key, detail)


class OutOfScope(Stopped):
    """The address is none that this crawl may ask for (also after a redirect)."""

    state: State = "skipped"
    key = "out_of_scope"


class RobotsRefused(Stopped):
    """robots.txt forbids the address, or the site refuses robots.txt itself (401, 403)."""

    state: State = "blocked"
    key = "robots"


class RobotsUnavailable(Stopped):
    """robots.txt could not be had (5xx, timeout, DNS): the site is failing, which is no permission."""


class Obstructed(Stopped):
    """A challenge, a firewall's page, a refusal or a login stands where the page should be."""

    state: State = "blocked"
    key = "forbidden"


class NotArchived(Stopped):
    """The archive that is crawled instead of the network does not hold the address."""

    state: State = "skipped"
    key = "not_archived"


class EndlessRedirect(Stopped):
    """Redirects that lead in a circle or on and on."""

    key = "endless_redirect"


class TooLarge(Stopped):
    """The body is larger than DOWNLOAD_MAXSIZE."""

    key = "too_large"


class GzipBomb(TooLarge):
    """The body is small on the wire and larger than DOWNLOAD_MAXSIZE once unpacked."""

    key = "gzip_bomb"


class SiteClosed(Stopped):
    """The site is left alone for the rest of this night; the page was not asked for and stays due."""

    state: State = "pending"
    key = "site_closed"


class ArchiveFailed(Stopped):
    """The answer could not be written to the archive (disk full): it counts as not fetched."""

    state: State = "pending"
    key = "archive_failed"


#: Everything a download may raise (Scrapy's own, Twisted's, ours): what to catch around ``download_async``.
FETCH_ERRORS: tuple[type[Exception], ...] = (
    IgnoreRequest,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    TunnelError,
    SSL.Error,
    network.ConnectError,
    network.ConnectionClosed,
    OSError,
    ValueError,
)

# The first kind that an error, or one it was raised from, belongs to. Order matters: a TLS failure and a
# broken answer reach us inside a DownloadFailedError.
_KINDS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((SSL.Error, VerificationError), "tls"),
    ((CannotResolveHostError, network.DNSLookupError), "dns"),
    ((DownloadConnectionRefusedError, network.ConnectionRefusedError), "refused"),
    ((DownloadTimeoutError, network.TimeoutError, network.TCPTimedOutError), "timeout"),
    ((DownloadCancelledError,), "too_large"),
    ((ResponseDataLossError,), "bad_response"),
    ((TunnelError,), "proxy"),
    ((network.ConnectionLost, network.ConnectionDone, network.ConnectionAborted), "reset"),
    ((network.ConnectError,), "unreachable"),
    ((UnsupportedURLSchemeError, NotSupported), "bad_address"),
    ((DownloadFailedError,), "bad_response"),
)


def outcome_of(exception: BaseException) -> Outcome:
    """The outcome for whatever ended a request with an exception."""
    if isinstance(exception, Stopped):
        return exception.outcome
    if isinstance(exception, HttpError):
        return outcome_of_status(exception.response.status)
    chain = list(_causes(exception))
    for kinds, key in _KINDS:
        for error in chain:
            if isinstance(error, kinds):
                return Outcome("failed", key, _line(error))
    return Outcome("failed", "error", _line(exception))


def outcome_of_status(status: int) -> Outcome:
    """The outcome for an answer with this HTTP status and nothing more known of it."""
    table: dict[str, dict[str, Any]] = load_toml("obstacles.toml")["status"]
    row = table.get(str(status)) or table[f"{status // 100}xx"]
    return Outcome(row["state"], row["outcome"], "" if row["state"] == "done" else f"HTTP {status}")


def portal_outcome(outcome: Outcome) -> PortalOutcome:
    """What ``run_portals`` says of a portal whose home page ended so.

    For ``site_closed`` pass the outcome that came with the ``site_closed`` signal instead.
    """
    if outcome.outcome in ("robots", "not_archived"):
        return "robots" if outcome.outcome == "robots" else "not_archived"
    if outcome.state in ("done", "unchanged"):
        return "reached"
    return "blocked" if outcome.state == "blocked" else "failed"


def _causes(exception: BaseException) -> Iterator[BaseException]:
    """The exception and all it was raised from, through Twisted's lists of reasons."""
    waiting: list[BaseException | None] = [exception]
    seen: set[int] = set()
    while waiting:
        error = waiting.pop(0)
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        yield error
        waiting += [error.__cause__, error.__context__]
        waiting += [getattr(reason, "value", None) for reason in getattr(error, "reasons", None) or ()]


def _line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    name = type(error).__name__
    return (f"{name}: {text}" if text else name)[:300]
