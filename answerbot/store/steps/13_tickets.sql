ALTER TABLE tickets ADD COLUMN paused_at TEXT NOT NULL DEFAULT '';
CREATE INDEX tickets_to_resume ON tickets (number)
    WHERE paused_at <> '' AND waiting_since <> '';
CREATE INDEX tickets_answer_due ON tickets (answer_due)
    WHERE answer_due <> '' AND answered_at = '' AND status <> 'solved';
CREATE INDEX tickets_solve_due ON tickets (solve_due)
    WHERE solve_due <> '' AND paused_at = '' AND status <> 'solved';
