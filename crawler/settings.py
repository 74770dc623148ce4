"""Settings of the Scrapy project. Everything here can be set on the command line: ``-s NAME=VALUE``.

What only the crawl of portals needs (scheduler, middlewares, pipelines) is set by its spider, so that plain
Scrapy commands in this project (``scrapy shell``, ``scrapy fetch``) stay plain.
"""

from crawler import __version__
from crawler.fetch import components

BOT_NAME = "gov-reports"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.commands"

# Who asks. A site's administrator must be able to reach whoever runs the crawl: set your own address here, or
# with -s GOV_REPORTS_CONTACT=…; it goes into the User-Agent.
GOV_REPORTS_CONTACT = "https://example.org/gov-reports"
USER_AGENT = f"gov-reports/{__version__} (+{GOV_REPORTS_CONTACT})"

# Pace, robots.txt, limits, archive: crawler/fetch/components.py says why each is as it is.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
globals().update({name: value for name, value in components.FETCH_SETTINGS.items() if name != "DOWNLOADER_MIDDLEWARES"})

# So many sites at once; each has one request out. Memory is bound by SCRAPER_SLOT_MAX_ACTIVE_SIZE.
CONCURRENT_REQUESTS = 64
# The default of 100 starts a hundred tasks for every response: 1 doubles the pages per second.
CONCURRENT_ITEMS = 1
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# The dataset, and how much a portal may cost in one night.
GOV_REPORTS_DB = "data/gov_reports.db"
GOV_REPORTS_MIN_REPORTS = 0  # fewer reports seen in a run than this: exit status 1
GOV_REPORTS_SUMMARY = True  # print what a run came to; it is stored in any case
GOV_REPORTS_VANTAGE = ""  # where the crawl runs, in words; obstacles differ by it
PORTAL_PAGES_MAX = 60  # to find the columns of reports
PORTAL_REQUESTS_MAX = 5000  # in all
PORTAL_REPORTS_MAX = 0  # reports of a portal that are fetched in one run; 0: all
REPORT_REVISIT_DAYS = 30

# Reading: processes (-1: one per core but one, which the crawl itself needs: on two cores one reader gave 31 pages
# a second, two 25; 0: in the crawl's own process, without the limits), seconds and megabytes of address space per
# page.
READER_PROCESSES = -1
READER_TIMEOUT = 20.0
READER_MEMORY_MB = 2048
# The same for files (PDF, Word, pictures), which one process of their own reads: a scan of thirty pages takes
# two minutes of two cores and 1.9 GB of address space, 0.8 GB of them resident.
FILE_READER_TIMEOUT = 600.0
FILE_READER_MEMORY_MB = 3072

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.logs.QuietFormatter"
STATS_DUMP = False  # the run's summary says what counts; scrapy runs ID the rest
FEED_EXPORT_ENCODING = "utf-8"
