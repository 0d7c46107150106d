CREATE TABLE gaps (
    id TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    failing TEXT NOT NULL,
    decision TEXT NOT NULL,
    previous TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE gap_members (
    enquiry TEXT PRIMARY KEY REFERENCES enquiries (id),
    gap TEXT NOT NULL REFERENCES gaps (id),
    asked_at TEXT NOT NULL,
    place INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX gap_members_by_gap ON gap_members (gap, place);

CREATE TABLE gap_texts (
    language TEXT NOT NULL,
    sameness TEXT NOT NULL,
    gap TEXT NOT NULL REFERENCES gaps (id),
    seen_at TEXT NOT NULL,
    PRIMARY KEY (language, sameness)
) STRICT, WITHOUT ROWID;

CREATE TABLE gap_searches (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    first TEXT NOT NULL,
    started_at TEXT NOT NULL,
    moved_at TEXT NOT NULL,
    finished_at TEXT NOT NULL DEFAULT '',
    step TEXT NOT NULL DEFAULT '',
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    enquiries INTEGER NOT NULL DEFAULT 0,
    grouped INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0,
    encoder TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT ''
) STRICT;
