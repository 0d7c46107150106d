CREATE TABLE precisions (
    number INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    wanted REAL,
    made_by TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX precisions_latest ON precisions (channel, number);
