"""Whatever ends a request becomes a state and a key of the ledger."""

from __future__ import annotations

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, ResponseNeverReceived

from crawler.fetch.outcomes import (
    NotArchived,
    Obstructed,
    Outcome,
    OutOfScope,
    RobotsRefused,
    outcome_of,
    outcome_of_status,
    portal_outcome,
)


def failed(reason: Exception) -> DownloadFailedError:
    error = DownloadFailedError("[<twisted.python.failure.Failure …>]")
    error.__cause__ = ResponseNeverReceived([Failure(reason)])
    return error


@pytest.mark.parametrize(
    ("error", "state", "key"),
    [
        (CannotResolveHostError("no such host"), "failed", "dns"),
        (DownloadConnectionRefusedError("no"), "failed", "refused"),
        (DownloadTimeoutError("took longer than 60 seconds"), "failed", "timeout"),
        (failed(SSL.Error([("SSL routines", "", "dh key too small")])), "failed", "tls"),
        (failed(ConnectionLost()), "failed", "reset"),
        (failed(ParseError("not HTTP", b"")), "failed", "bad_response"),
        (HttpError(Response("http://a.gov.cn/", status=404)), "gone", "not_found"),
        (OutOfScope("a stranger"), "skipped", "out_of_scope"),
        (RobotsRefused("Disallow: /"), "blocked", "robots"),
        (NotArchived("no"), "skipped", "not_archived"),
        (Obstructed("HTTP 412", key="js_challenge_rs"), "blocked", "js_challenge_rs"),
        (ZeroDivisionError("division by zero"), "failed", "error"),
    ],
)
def test_an_error_has_its_outcome(error: Exception, state: str, key: str) -> None:
    outcome = outcome_of(error)
    assert (outcome.state, outcome.outcome) == (state, key)
    assert outcome.detail


def test_every_status_has_an_outcome() -> None:
    for status in range(1000):
        outcome = outcome_of_status(status)
        assert outcome.outcome
        assert (outcome.state == "done") == (200 <= status < 300)


@pytest.mark.parametrize(
    ("outcome", "portal"),
    [
        (Outcome("done", "ok"), "reached"),
        (Outcome("unchanged", "not_modified"), "reached"),
        (Outcome("blocked", "js_challenge_rs"), "blocked"),
        (Outcome("blocked", "robots"), "robots"),
        (Outcome("failed", "dns"), "failed"),
        (Outcome("gone", "not_found"), "failed"),
        (Outcome("skipped", "not_archived"), "not_archived"),
    ],
)
def test_a_home_page_decides_what_is_said_of_its_portal(outcome: Outcome, portal: str) -> None:
    assert portal_outcome(outcome) == portal
