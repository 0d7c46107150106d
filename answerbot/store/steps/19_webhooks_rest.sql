ALTER TABLE webhooks ADD COLUMN rests_until TEXT NOT NULL DEFAULT '';
CREATE INDEX deliveries_by_age ON deliveries (created_at);
