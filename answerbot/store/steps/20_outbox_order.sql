DROP INDEX outbox_due;
DROP INDEX outbox_by_recipient;
CREATE INDEX outbox_due ON outbox (sort, next_try_at, number) WHERE progress = 'queued';
CREATE INDEX outbox_by_sort ON outbox (sort, queued_at, recipient);
