"""How the fetching components are put together: the settings that a crawl of portals needs.

``FETCH_SETTINGS`` belongs into the project's settings; ``replay_settings`` on top of it for a crawl that is
served from an archive. Our own settings: ``GOV_REPORTS_ARCHIVE`` (folder, empty = keep nothing),
``GOV_REPORTS_ARCHIVE_MB`` (size at which a new file begins), ``GOV_REPORTS_REPLAY`` (WARC file or folder to
serve from, empty = the network), ``GOV_REPORTS_GIVE_UP`` (failures in a row that end a site's night),
``GOV_REPORTS_BROWSER`` (false: portals with ``browser = yes`` are read as they come), ``GOV_REPORTS_CHROMIUM`` (the
browser for these portals, empty = the one on PATH),
``GOV_REPORTS_BROWSER_TIMEOUT`` (seconds that showing a page may take; what its scripts ask for, in the site's pace,
is half of them).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

# From the engine's side to the downloader's. A request passes downwards, its answer upwards.
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "crawler.fetch.scope.ScopeMiddleware": 50,  # first: it also puts the request into its site's slot
    "crawler.fetch.night.ClosedSitesMiddleware": 60,
    "crawler.fetch.robots.RobotsMiddleware": 100,
    "crawler.fetch.limits.LimitsMiddleware": 340,
    # Scrapy's own stand between: default headers 400, user agent 500.
    "crawler.fetch.twins.TwinMiddleware": 540,  # after the retries (550) have been used up
    "crawler.fetch.browser.BrowserMiddleware": 590,  # sees pages only: redirects and obstacles are dealt with
    "crawler.fetch.redirects.BoundedRedirectMiddleware": 600,
    "crawler.fetch.obstacles.ObstacleMiddleware": 620,  # sees every answer, unpacked, before it is followed
    "crawler.fetch.decode.DecodeMiddleware": 640,
    "crawler.fetch.archive.ArchiveMiddleware": 660,  # keeps every answer, as received
    "crawler.fetch.archive.StampMiddleware": 680,
    "crawler.fetch.pace.Pace": 800,
}


def _handlers(web: str) -> dict[str, str | None]:
    return {"http": web, "https": web, "data": None, "file": None, "ftp": None, "s3": None}


# These refuse to work in a replay; left out of it, so that Scrapy does not warn of each.
_LIVE_ONLY = (
    "crawler.fetch.archive.ArchiveMiddleware",
    "crawler.fetch.archive.StampMiddleware",
    "crawler.fetch.pace.Pace",
)

FETCH_SETTINGS: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": DOWNLOADER_MIDDLEWARES,
    # Pace. One request at a time per site; no jitter, since it goes below the stated delay as often as above.
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "AUTOTHROTTLE_ENABLED": False,  # it would override the delays that robots.txt lengthened
    "ROBOTSTXT_OBEY": True,
    "RETRY_TIMES": 2,
    "RETRY_HTTP_CODES": [408, 429, 500, 502, 503, 504, 522, 524],
    # What may be better a moment later. A name, a port or a certificate will not (twins.py for home pages).
    "RETRY_EXCEPTIONS": [
        "scrapy.exceptions.DownloadTimeoutError",
        "scrapy.exceptions.DownloadFailedError",
        "scrapy.exceptions.ResponseDataLossError",
        "twisted.internet.error.ConnectionDone",
        "twisted.internet.error.ConnectionLost",
    ],
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",  # the ledger says it
    "REDIRECT_MAX_TIMES": 8,
    # Limits. The timeout covers the whole body; 50 MiB hold every report with its annexes.
    "DOWNLOAD_TIMEOUT": 60,
    "DOWNLOAD_MAXSIZE": 50 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    # Who we are and whom we let in.
    "COOKIES_ENABLED": False,
    "TWISTED_DNS_RESOLVER": "crawler.fetch.resolver.PublicResolver",
    "REACTOR_THREADPOOL_MAXSIZE": 20,  # name resolution blocks a thread each
    # Many portals have keys and ciphers that OpenSSL's default level refuses; all is public reading.
    "DOWNLOADER_CLIENT_TLS_CIPHERS": "DEFAULT:@SECLEVEL=0",
    "DOWNLOAD_VERIFY_CERTIFICATES": False,
    "DOWNLOAD_HANDLERS": _handlers("crawler.fetch.download.StrictHandler"),
    "GOV_REPORTS_ARCHIVE": "data/archive",
    "GOV_REPORTS_ARCHIVE_MB": 512,
    "GOV_REPORTS_REPLAY": "",
    "GOV_REPORTS_GIVE_UP": 5,
    "GOV_REPORTS_BROWSER": True,
    "GOV_REPORTS_CHROMIUM": "",
    "GOV_REPORTS_BROWSER_TIMEOUT": 120.0,
}


def replay_settings(archive: Path) -> dict[str, Any]:
    """What a crawl served from ``archive`` sets on top: nobody to wait for, nothing to keep.

    Check the archive with :func:`crawler.fetch.replay.open_archive` first: a handler that cannot be made is
    only logged by Scrapy.
    """
    return {
        "GOV_REPORTS_REPLAY": str(archive),
        "DOWNLOADER_MIDDLEWARES": {**DOWNLOADER_MIDDLEWARES, **dict.fromkeys(_LIVE_ONLY)},
        "DOWNLOAD_HANDLERS": _handlers("crawler.fetch.replay.ReplayHandler"),
        "DOWNLOAD_DELAY": 0,
        "RETRY_ENABLED": False,  # the archive would only say the same again
    }
