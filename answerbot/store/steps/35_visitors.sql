ALTER TABLE enquiries ADD COLUMN visitor TEXT NOT NULL DEFAULT '';
CREATE INDEX enquiries_by_visitor ON enquiries (visitor, asked_at) WHERE visitor <> '';

ALTER TABLE persons ADD COLUMN known TEXT NOT NULL DEFAULT '';
