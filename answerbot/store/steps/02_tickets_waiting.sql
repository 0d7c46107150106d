CREATE INDEX tickets_waiting ON tickets (created_at, number) WHERE status <> 'solved';
DROP INDEX tickets_by_status;
CREATE INDEX tickets_by_status ON tickets (status, updated_at, number);
