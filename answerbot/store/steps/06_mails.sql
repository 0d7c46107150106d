CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    ticket INTEGER REFERENCES tickets (number),
    message INTEGER REFERENCES messages (sequence),
    reason TEXT NOT NULL,
    sender TEXT NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    locale TEXT NOT NULL,
    text TEXT NOT NULL,
    quoted TEXT NOT NULL,
    attachments TEXT NOT NULL,
    received_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mails_by_ticket ON mails (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX mails_kept_out ON mails (received_at) WHERE ticket IS NULL;
