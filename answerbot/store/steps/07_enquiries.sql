ALTER TABLE enquiries ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE enquiries ADD COLUMN audiences TEXT NOT NULL DEFAULT '[]';
CREATE INDEX enquiries_by_person ON enquiries (person, asked_at) WHERE person <> '';

ALTER TABLE events ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN channel TEXT NOT NULL DEFAULT '';

ALTER TABLE tickets ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN audiences TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tickets ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE tickets ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN waiting_since TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN answered_at TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN answer_due TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN solve_due TEXT NOT NULL DEFAULT '';
UPDATE tickets SET waiting_since = created_at WHERE status <> 'solved';
CREATE INDEX tickets_by_person ON tickets (person) WHERE person <> '';
