CREATE TABLE ratings (
    solver TEXT NOT NULL,
    name TEXT NOT NULL,
    total REAL NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (solver, name)
) STRICT, WITHOUT ROWID;

INSERT INTO ratings
    SELECT solver, name, sum(CAST(grade AS REAL)), count(*) FROM (
        SELECT coalesce(json_extract(events.detail, '$.solved_by'), 'bot') AS solver,
            given.key AS name, given.value AS grade, max(events.sequence)
        FROM events, json_each(events.detail) AS given
        WHERE events.kind = 'rated' AND given.key IN ('satisfaction', 'effort')
            AND given.value IS NOT NULL
        GROUP BY events.enquiry, given.key
    ) GROUP BY solver, name;

CREATE TRIGGER events_rated_satisfaction AFTER INSERT ON events
WHEN NEW.kind = 'rated' AND json_extract(NEW.detail, '$.satisfaction') IS NOT NULL BEGIN
    UPDATE ratings SET total = total - before.grade, n = n - 1
    FROM (
        SELECT coalesce(json_extract(detail, '$.solved_by'), 'bot') AS solver,
            CAST(json_extract(detail, '$.satisfaction') AS REAL) AS grade
        FROM events
        WHERE kind = 'rated' AND enquiry = NEW.enquiry AND sequence < NEW.sequence
            AND json_extract(detail, '$.satisfaction') IS NOT NULL
        ORDER BY sequence DESC LIMIT 1
    ) AS before
    WHERE ratings.solver = before.solver AND ratings.name = 'satisfaction';
    INSERT INTO ratings VALUES (
        coalesce(json_extract(NEW.detail, '$.solved_by'), 'bot'), 'satisfaction',
        CAST(json_extract(NEW.detail, '$.satisfaction') AS REAL), 1
    ) ON CONFLICT DO UPDATE SET total = ratings.total + excluded.total, n = ratings.n + 1;
END;
CREATE TRIGGER events_rated_effort AFTER INSERT ON events
WHEN NEW.kind = 'rated' AND json_extract(NEW.detail, '$.effort') IS NOT NULL BEGIN
    UPDATE ratings SET total = total - before.grade, n = n - 1
    FROM (
        SELECT coalesce(json_extract(detail, '$.solved_by'), 'bot') AS solver,
            CAST(json_extract(detail, '$.effort') AS REAL) AS grade
        FROM events
        WHERE kind = 'rated' AND enquiry = NEW.enquiry AND sequence < NEW.sequence
            AND json_extract(detail, '$.effort') IS NOT NULL
        ORDER BY sequence DESC LIMIT 1
    ) AS before
    WHERE ratings.solver = before.solver AND ratings.name = 'effort';
    INSERT INTO ratings VALUES (
        coalesce(json_extract(NEW.detail, '$.solved_by'), 'bot'), 'effort',
        CAST(json_extract(NEW.detail, '$.effort') AS REAL), 1
    ) ON CONFLICT DO UPDATE SET total = ratings.total + excluded.total, n = ratings.n + 1;
END;

CREATE INDEX mails_by_reason ON mails (reason, ticket) WHERE ticket IS NULL;
