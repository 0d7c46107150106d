CREATE TABLE topics (
    id TEXT PRIMARY KEY,
    open INTEGER NOT NULL,
    record TEXT NOT NULL,
    previous TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX topics_open ON topics (updated_at) WHERE open = 1;

CREATE TABLE followers (
    topic TEXT NOT NULL REFERENCES topics (id),
    address TEXT NOT NULL,
    email TEXT NOT NULL,
    locale TEXT NOT NULL,
    enquiry TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (topic, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX followers_by_address ON followers (address);
