CREATE INDEX tickets_queue ON tickets (status, waiting_since, number, assignee, team,
    priority, form, channel, locale, answered_at, answer_due, solve_due, created_at,
    updated_at, tags, audiences);
CREATE INDEX tickets_by_words ON tickets (subject, name, email);
CREATE INDEX tickets_bot_resolved ON tickets (resolved_by) WHERE resolved_by <> '';
DROP INDEX tickets_waiting;
