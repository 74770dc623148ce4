"""CMS families: how each lists and pages; discovery of report columns. Pure functions on ``Page``."""

from crawler.platforms.base import Entry, Fetch, Lead, Listing
from crawler.platforms.fingerprints import recognise
from crawler.platforms.registry import read_listing

__all__ = ["Entry", "Fetch", "Lead", "Listing", "read_listing", "recognise"]
