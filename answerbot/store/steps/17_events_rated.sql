CREATE INDEX events_rated ON events (enquiry, sequence) WHERE kind = 'rated';
CREATE INDEX tickets_by_team ON tickets (team) WHERE team <> '';
