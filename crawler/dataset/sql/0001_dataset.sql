-- The dataset as first published. Every column is described in data/schema.toml (and, from there, in the
-- table columns_documentation). NULL means "not stated"; a column that may be NULL never holds ''.

CREATE TABLE columns_documentation (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE divisions (
    code TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('province', 'prefecture', 'county', 'township')),
    name TEXT NOT NULL,
    short TEXT NOT NULL,
    province TEXT,
    city TEXT,
    county TEXT,
    parent TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER,
    successors TEXT,
    PRIMARY KEY (code, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE portals (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    division_code TEXT CHECK (division_code <> ''),
    level TEXT,
    province TEXT,
    city TEXT,
    county TEXT,
    name TEXT NOT NULL,
    home_url TEXT NOT NULL,
    trust TEXT,
    flags TEXT,
    platform TEXT,
    entry_urls TEXT,
    note TEXT,
    source TEXT
) STRICT;

CREATE INDEX portals_division ON portals (division_code);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    arguments TEXT,
    key TEXT,
    state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'interrupted', 'failed')),
    exit_status INTEGER,
    reader_version TEXT,
    vantage TEXT,
    portals INTEGER,
    portals_reached INTEGER,
    portals_blocked INTEGER,
    portals_failed INTEGER,
    portals_without_column INTEGER,
    pages INTEGER,
    requests INTEGER,
    reports_new INTEGER,
    reports_changed INTEGER,
    reports_unchanged INTEGER,
    reports_vanished INTEGER,
    findings INTEGER,
    seconds REAL,
    peak_memory INTEGER
) STRICT;

CREATE TABLE run_portals (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    portal_id TEXT NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    outcome TEXT CHECK (
        outcome IN ('reached', 'blocked', 'robots', 'failed', 'no_report_column', 'not_archived')
    ),
    detail TEXT,
    pages INTEGER NOT NULL DEFAULT 0,
    requests INTEGER NOT NULL DEFAULT 0,
    reports_new INTEGER NOT NULL DEFAULT 0,
    reports_changed INTEGER NOT NULL DEFAULT 0,
    reports_unchanged INTEGER NOT NULL DEFAULT 0,
    reports_vanished INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, portal_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_portals_portal ON run_portals (portal_id, run_id);

CREATE TABLE pages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL CHECK (url <> ''),
    method TEXT NOT NULL DEFAULT 'GET' CHECK (method IN ('GET', 'POST')),
    body TEXT NOT NULL DEFAULT '',
    portal_id TEXT REFERENCES portals (id) ON DELETE CASCADE,
    parent_id INTEGER REFERENCES pages (id) ON DELETE SET NULL,
    kind TEXT NOT NULL DEFAULT 'other' CHECK (
        kind IN ('home', 'column', 'list', 'report', 'attachment', 'other')
    ),
    state TEXT NOT NULL DEFAULT 'pending' CHECK (
        state IN ('pending', 'done', 'unchanged', 'gone', 'blocked', 'failed', 'skipped')
    ),
    status INTEGER,
    outcome TEXT,
    priority REAL NOT NULL DEFAULT 0,
    depth INTEGER NOT NULL DEFAULT 0,
    anchor TEXT,
    listed_on TEXT,
    column_name TEXT,
    fetched_at TEXT,
    due_at TEXT,
    etag TEXT,
    last_modified TEXT,
    sha256 TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    archive_file TEXT,
    archive_offset INTEGER,
    run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
    found_at TEXT
) STRICT;

CREATE UNIQUE INDEX pages_request ON pages (url, method, body);
CREATE INDEX pages_pending ON pages (portal_id, priority DESC, id) WHERE state = 'pending';
CREATE INDEX pages_portal ON pages (portal_id, kind, state);
CREATE INDEX pages_parent ON pages (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX pages_run ON pages (run_id) WHERE run_id IS NOT NULL;

-- The text comes last: SQLite then reads every other column without touching its overflow pages.
CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL CHECK (url <> ''),
    division_code TEXT,
    province TEXT,
    city TEXT,
    county TEXT,
    township TEXT,
    agency TEXT,
    agency_kind TEXT CHECK (
        agency_kind IN ('government', 'department', 'township', 'subdistrict', 'institution')
    ),
    year INTEGER CHECK (year BETWEEN 1990 AND 2200),
    title TEXT NOT NULL,
    published_on TEXT CHECK (published_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    signed_on TEXT CHECK (signed_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    due_on TEXT CHECK (due_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    days_late INTEGER,
    index_number TEXT,
    document_number TEXT,
    publisher TEXT,
    source TEXT,
    form_era TEXT CHECK (form_era IN ('narrative', 'annex2014', 'trial2019', 'standard2021')),
    format TEXT NOT NULL CHECK (
        format IN ('html', 'pdf', 'doc', 'docx', 'xls', 'xlsx', 'ofd', 'image', 'text')
    ),
    encoding TEXT,
    script_repaired INTEGER NOT NULL DEFAULT 0 CHECK (script_repaired IN (0, 1)),
    provenance TEXT NOT NULL CHECK (provenance IN ('official', 'mirror', 'file')),
    body_sha256 TEXT NOT NULL,
    raw_sha256 TEXT,
    fetched_at TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    vanished_at TEXT,
    run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
    reader_version TEXT,
    portal_id TEXT REFERENCES portals (id) ON DELETE SET NULL,
    page_id INTEGER REFERENCES pages (id) ON DELETE SET NULL,
    reading_sha256 TEXT NOT NULL,
    origins TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(origins)),
    body TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX reports_address ON reports (url, ifnull(year, 0));
CREATE INDEX reports_division ON reports (division_code, year);
CREATE INDEX reports_place ON reports (province, year);
CREATE INDEX reports_agency ON reports (agency, year);
CREATE INDEX reports_text ON reports (body_sha256);
CREATE INDEX reports_portal ON reports (portal_id, year);
CREATE INDEX reports_page ON reports (page_id);
CREATE INDEX reports_run ON reports (run_id);

CREATE TABLE report_urls (
    url TEXT NOT NULL PRIMARY KEY CHECK (url <> ''),
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    body_sha256 TEXT NOT NULL,
    raw_sha256 TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX report_urls_report ON report_urls (report_id);

CREATE TABLE sections (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    level INTEGER NOT NULL CHECK (level >= 0),
    number TEXT NOT NULL,
    heading TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (report_id, position)
) STRICT;

CREATE TABLE statistics (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    measure TEXT NOT NULL,
    label TEXT,
    value REAL,
    unit TEXT,
    qualifier TEXT NOT NULL CHECK (qualifier IN ('exact', 'about', 'at_least', 'at_most')),
    period TEXT NOT NULL CHECK (period IN ('year', 'cumulative')),
    scope TEXT NOT NULL CHECK (scope IN ('agency', 'region', 'other')),
    quote TEXT NOT NULL,
    section_position INTEGER,
    PRIMARY KEY (report_id, position)
) STRICT;

CREATE INDEX statistics_measure ON statistics (measure);

-- By far the most rows: the key is the table, there is no second copy of it in an index.
CREATE TABLE table_cells (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('proactive', 'requests', 'reviews', 'annex2014')),
    row_key TEXT NOT NULL,
    column_key TEXT NOT NULL,
    raw TEXT NOT NULL,
    value REAL,
    state TEXT NOT NULL CHECK (state IN ('number', 'blank', 'na', 'text')),
    PRIMARY KEY (report_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'note')),
    message TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (report_id, position)
) STRICT;

CREATE INDEX findings_rule ON findings (rule, severity);

CREATE TABLE attachments (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT,
    bytes INTEGER,
    sha256 TEXT,
    state TEXT NOT NULL CHECK (
        state IN ('read', 'stored', 'blocked', 'failed', 'too_large', 'unsupported')
    ),
    PRIMARY KEY (report_id, position)
) STRICT;

CREATE TABLE revisions (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    seen_at TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('published', 'reread')),
    PRIMARY KEY (report_id, body_sha256)
) STRICT;

CREATE TABLE similarities (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
    kind TEXT NOT NULL CHECK (kind IN ('own_past', 'other_agency')),
    PRIMARY KEY (report_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX similarities_other ON similarities (other_id);

-- Contentless: the index keeps no second copy of the text. The writer puts a space between Chinese
-- characters, so that words of one and two characters are found as phrases (see search.py).
CREATE VIRTUAL TABLE reports_fts USING fts5 (
    title, agency, body, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
