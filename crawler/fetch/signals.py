"""The signals that the fetching components send, beside Scrapy's own.

``site_closed(site: str, outcome: Outcome)`` — the site is left alone for the rest of the run; its queued
pages stay due. Sent once per site.

``site_held(site: str, seconds: float)`` — the site asked to wait, or is failing: nothing will be sent to it
before that time is over. A scheduler that keeps its requests back meanwhile lets the crawl end at once when
it is told to; requests handed over nevertheless wait in the downloader.
``certificate_unverified(host: str, problem: str)`` — the host's certificate does not hold; sent for each
connection. The page is read all the same.
"""

site_closed = object()
site_held = object()
certificate_unverified = object()
