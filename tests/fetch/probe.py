"""A crawl in a process of its own: reads a plan (JSON) from standard input, prints what came of each request."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.catalogue.sites import Scope
from crawler.fetch import signals
from crawler.fetch.components import FETCH_SETTINGS, replay_settings
from crawler.fetch.outcomes import Outcome, outcome_of
from crawler.fetch.resolver import PublicResolver


class Home(NamedTuple):
    home_url: str
    entry_urls: list[str]


class Probe(Spider):
    name = "probe"

    def __init__(self, plan: dict[str, Any], results: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.results = results
        self.scope = Scope([Home(url, []) for url in plan["portals"]], own=plan.get("own", False))

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Probe:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.closed_site, signals.site_closed)
        crawler.signals.connect(spider.held_site, signals.site_held)
        crawler.signals.connect(spider.unverified, signals.certificate_unverified)
        return spider

    def closed_site(self, site: str, outcome: Outcome) -> None:
        self.results["closed"].setdefault(site, []).append(outcome.outcome)

    def held_site(self, site: str, seconds: float) -> None:
        self.results["held"].setdefault(site, []).append(seconds)

    def unverified(self, host: str, problem: str) -> None:
        self.results["unverified"].setdefault(host, []).append(problem)

    async def start(self) -> AsyncIterator[Request]:
        for number, entry in enumerate(self.plan["requests"]):
            yield Request(
                entry["url"],
                method=entry.get("method", "GET"),
                body=entry.get("body", ""),
                meta={"key": entry.get("key", entry["url"]), "portal_id": "p", **entry.get("meta", {})},
                dont_filter=True,
                errback=self.failed,
                priority=-number,
            )

    def parse(self, response: Response) -> None:
        self.note(response.meta, "done", str(response.status), "", response)
        if "journal" in self.plan:
            with Path(self.plan["journal"]).open("a") as journal:
                journal.write(f"{response.meta['archive'][1]}\n")

    def failed(self, failure: Failure) -> None:
        outcome = outcome_of(failure.value)
        meta = failure.request.meta  # type: ignore[attr-defined]
        self.note(meta, outcome.state, outcome.outcome, outcome.detail, None)

    def note(self, meta: dict[str, Any], state: str, outcome: str, detail: str, response: Response | None) -> None:
        self.results["pages"][meta["key"]] = {
            "state": state,
            "outcome": outcome,
            "detail": detail,
            "url": response.url if response else "",
            "type": type(response).__name__,
            "body": response.body[:100_000].decode("latin-1") if response else "",
            "flags": response.flags if response else [],
            "archive": meta.get("archive"),
            "fetched_at": meta.get("fetched_at"),
            "twin_of": meta.get("twin_of"),
            "slot": meta.get("download_slot"),
        }


class HostsResolver(PublicResolver):
    """The resolver under test over a name service of our own, as from a hosts file."""

    hosts: ClassVar[dict[str, str]] = {}

    def __init__(self, reactor: Any, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        service = self.original_resolver

        class Service:
            def resolveHostName(self, receiver: Any, name: str, *args: Any, **kwargs: Any) -> Any:
                return service.resolveHostName(receiver, HostsResolver.hosts.get(name, name), *args, **kwargs)

        self.original_resolver = Service()  # type: ignore[assignment]


def main() -> None:
    plan = json.load(sys.stdin)
    HostsResolver.hosts = plan.get("hosts", {})
    settings: dict[str, Any] = {**FETCH_SETTINGS, "DOWNLOAD_DELAY": 0.02, "GOV_REPORTS_ARCHIVE": ""}
    settings |= {"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, "USER_AGENT": "gov-reports/0.1 (+tests)"}
    settings["TWISTED_DNS_RESOLVER"] = HostsResolver
    if plan.get("archive"):
        settings |= replay_settings(Path(plan["archive"]))
    settings |= plan.get("settings", {})
    results: dict[str, Any] = {"pages": {}, "closed": {}, "held": {}, "unverified": {}}
    process = AsyncCrawlerProcess(settings)
    process.crawl(Probe, plan=plan, results=results)
    process.start()
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
