DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (webhook, next_at, sequence) WHERE state = 'waiting';
CREATE INDEX deliveries_by_ticket ON deliveries (ticket, name) WHERE ticket IS NOT NULL;
