-- What was learnt of a portal: the lists of its columns of reports (年报栏目), page by page, and what they state.
CREATE TABLE lists (
    page_id INTEGER NOT NULL PRIMARY KEY REFERENCES pages (id) ON DELETE CASCADE,
    portal_id TEXT REFERENCES portals (id) ON DELETE CASCADE,
    first_id INTEGER REFERENCES lists (page_id) ON DELETE SET NULL,
    platform TEXT NOT NULL,
    column_name TEXT,
    total INTEGER,
    list_rows INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    broken_at TEXT
) STRICT;

CREATE INDEX lists_portal ON lists (portal_id);
CREATE INDEX lists_first ON lists (first_id) WHERE first_id IS NOT NULL;
