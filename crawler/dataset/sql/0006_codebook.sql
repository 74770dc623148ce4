-- What the keys mean: measures, rows and columns of the forms, rules of findings, eras. Filled from data/ (codebook.py).
CREATE TABLE codebook (
    kind TEXT NOT NULL CHECK (kind IN ('era', 'measure', 'form', 'row', 'column', 'rule')),
    form TEXT NOT NULL,
    key TEXT NOT NULL,
    zh TEXT NOT NULL,
    definition TEXT NOT NULL,
    en TEXT NOT NULL,
    unit TEXT,
    eras TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (kind, form, key)
) STRICT, WITHOUT ROWID;
