"""Fetching: pace, robots, scope, obstacles, the archive of responses and the ledger.

``components`` puts the parts together. A request passes, in this order:

- ``scope``: only the catalogue's sites, no private address (by name: ``resolver``), one slot per site
- ``night``: nothing is asked of a site that was closed earlier in the run
- ``robots``: robots.txt of the host, once
- ``limits``: time and tolerance by kind of page
- ``pace`` (on ``slots``): one stream per site; Crawl-delay, Retry-After and failures lengthen the pause
- ``download`` or, from an archive, ``replay``

and its answer, on the way back: ``archive`` (to ``warc``), ``decode``, ``obstacles``, ``redirects``, ``browser`` (on
``chromium``: the pages of portals that show nothing without their scripts), Scrapy's retries, ``twins`` for a home
page that cannot be reached. However it ends, ``outcomes`` has the word for it; ``signals`` tells the scheduler.
``ending`` lets a crawl that waits end at once.
"""
