-- What copies a pair shares is shown with it; passages are bounded (data/copied.toml).
ALTER TABLE similarities ADD COLUMN sentences INTEGER NOT NULL DEFAULT 0 CHECK (sentences >= 0);
ALTER TABLE similarities ADD COLUMN copied INTEGER NOT NULL DEFAULT 0 CHECK (copied >= 0);
ALTER TABLE similarities ADD COLUMN passages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(passages));

-- What of the reports was compared so far: a night compares only what is new. Neither table refers to reports: what
-- was deleted must be taken out of wording_keys first, which has no second index to be found by.
CREATE TABLE wordings (
    report_id INTEGER NOT NULL PRIMARY KEY,
    signature TEXT NOT NULL,
    agency INTEGER,
    year INTEGER,
    characters INTEGER NOT NULL,
    past_id INTEGER,
    findings INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('unread', 'new', 'stale', 'compared')),
    keys BLOB NOT NULL
) STRICT;

CREATE INDEX wordings_agency ON wordings (agency, year);
CREATE INDEX wordings_state ON wordings (state) WHERE state <> 'compared';

CREATE TABLE wording_keys (
    key INTEGER NOT NULL,
    agency INTEGER NOT NULL,
    report_id INTEGER NOT NULL,
    PRIMARY KEY (key, agency, report_id)
) STRICT, WITHOUT ROWID;
