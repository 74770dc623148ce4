"""Which portals of a run a browser shows, and which it would have to, were there one."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from scrapy.settings import BaseSettings

from crawler.catalogue.portals import Portal
from crawler.fetch.chromium import what_is_missing
from crawler.fetch.outcomes import Outcome

logger = logging.getLogger(__name__)


def shown_by_browser(portals: Iterable[Portal], settings: BaseSettings) -> dict[str, Portal]:
    """The portals whose pages a browser shows, by their ids."""
    on = settings.getbool("GOV_REPORTS_BROWSER")
    return {portal.id: portal for portal in portals if portal.browser and on}


def out_of_reach(need: dict[str, Portal], settings: BaseSettings) -> dict[str, Outcome]:
    """The portals that need a browser where there is none. An archive may hold what a browser showed: there each page
    says for itself what is missing.
    """
    if not need or settings["GOV_REPORTS_REPLAY"]:
        return {}
    missing = what_is_missing(settings["GOV_REPORTS_CHROMIUM"] or "")
    if not missing:
        return {}
    for portal in need.values():
        logger.error("%s needs a browser and is left out: %s", portal.name, missing)
    return dict.fromkeys(need, Outcome("failed", "browser_missing", missing))
