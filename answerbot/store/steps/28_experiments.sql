CREATE TABLE experiments (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    share INTEGER NOT NULL,
    salt TEXT NOT NULL,
    begins_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    channels TEXT NOT NULL,
    forms TEXT NOT NULL,
    setting TEXT NOT NULL,
    generation TEXT NOT NULL,
    value REAL NOT NULL,
    people INTEGER NOT NULL,
    window INTEGER NOT NULL,
    stopped_at TEXT NOT NULL DEFAULT '',
    stopped_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TRIGGER experiments_are_never_changed BEFORE UPDATE ON experiments
    WHEN OLD.stopped_at <> '' OR (NEW.kind, NEW.share, NEW.salt, NEW.begins_at, NEW.ends_at,
        NEW.channels, NEW.forms, NEW.setting, NEW.generation, NEW.value, NEW.people, NEW.window)
    <> (OLD.kind, OLD.share, OLD.salt, OLD.begins_at, OLD.ends_at,
        OLD.channels, OLD.forms, OLD.setting, OLD.generation, OLD.value, OLD.people, OLD.window)
    BEGIN SELECT RAISE(ABORT, 'an experiment can only be stopped, once'); END;

CREATE TABLE exposures (
    enquiry TEXT NOT NULL REFERENCES enquiries (id),
    experiment TEXT NOT NULL REFERENCES experiments (id),
    unit TEXT NOT NULL,
    arm TEXT NOT NULL CHECK (arm IN ('usual', 'other')),
    at TEXT NOT NULL,
    asked INTEGER NOT NULL,
    PRIMARY KEY (enquiry, experiment)
) STRICT, WITHOUT ROWID;
CREATE INDEX exposures_by_unit ON exposures (experiment, unit, at);

CREATE TABLE persons (
    experiment TEXT NOT NULL REFERENCES experiments (id),
    unit TEXT NOT NULL,
    arm TEXT NOT NULL,
    exposed_at TEXT NOT NULL,
    counted INTEGER NOT NULL DEFAULT 0,
    enquiries INTEGER NOT NULL DEFAULT 0,
    submitted INTEGER NOT NULL DEFAULT 0,
    silent INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    offered INTEGER NOT NULL DEFAULT 0,
    satisfaction INTEGER NOT NULL DEFAULT 0,
    rated INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (experiment, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX persons_waiting ON persons (experiment, exposed_at) WHERE counted = 0;

CREATE TABLE tallies (
    experiment TEXT NOT NULL REFERENCES experiments (id),
    measure TEXT NOT NULL,
    day TEXT NOT NULL,
    arm TEXT NOT NULL,
    n INTEGER NOT NULL,
    part INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    wholes INTEGER NOT NULL,
    "cross" INTEGER NOT NULL,
    PRIMARY KEY (experiment, measure, day, arm)
) STRICT, WITHOUT ROWID;
