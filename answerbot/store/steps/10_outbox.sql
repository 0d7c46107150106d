CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    cause TEXT NOT NULL UNIQUE,
    sort TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    ticket INTEGER REFERENCES tickets (number),
    message INTEGER REFERENCES messages (sequence),
    answers TEXT NOT NULL,
    headers TEXT NOT NULL,
    not_before TEXT NOT NULL,
    queued_at TEXT NOT NULL,
    next_try_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    progress TEXT NOT NULL DEFAULT 'queued',
    done_at TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_due ON outbox (next_try_at, number) WHERE progress = 'queued';
CREATE INDEX outbox_by_progress ON outbox (progress, number);
CREATE INDEX outbox_by_ticket ON outbox (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX outbox_by_recipient ON outbox (recipient, queued_at);

CREATE TABLE auto_replies (
    ticket INTEGER PRIMARY KEY REFERENCES tickets (number),
    outcome TEXT NOT NULL,
    rule TEXT NOT NULL,
    considered TEXT NOT NULL,
    decided_at TEXT NOT NULL
) STRICT;
