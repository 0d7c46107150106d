CREATE TABLE identity_keys (
    id TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at TEXT NOT NULL,
    retired_at TEXT,
    revoked_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX enquiries_by_session ON enquiries (session, asked_at) WHERE session <> '';
CREATE INDEX tickets_by_email ON tickets (lower(email), created_at) WHERE email <> '';
CREATE INDEX events_recontacted ON events (json_extract(detail, '$.enquiry'))
    WHERE kind = 'recontacted';
