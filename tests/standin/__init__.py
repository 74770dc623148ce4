"""The stand-in (替身): made-up government portals with planted reports, and the truth about every page.

Everything here is written for this project and follows from a seed: the same seed gives the same bytes.
``texts`` and ``forms`` make a report's words and tables, ``bodies`` and ``boxes`` their markup, ``families``
the pages of a CMS, ``portals`` whole sites, ``server`` serves them on the loopback (also as an HTTP proxy, so
that a crawl sees their real host names), ``misbehave`` is the catalogue of what sites do wrong, ``sample``
builds the sample archive that ships in ``data/``.
"""
