CREATE TABLE health (
    kind TEXT NOT NULL,
    article TEXT NOT NULL,
    locale TEXT NOT NULL,
    other TEXT NOT NULL,
    other_locale TEXT NOT NULL,
    note TEXT NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (kind, article, locale, other, other_locale, note)
) STRICT, WITHOUT ROWID;
CREATE INDEX health_by_weight ON health (kind, weight);

CREATE TABLE health_dismissed (
    kind TEXT NOT NULL,
    article TEXT NOT NULL,
    locale TEXT NOT NULL,
    other TEXT NOT NULL,
    other_locale TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (kind, article, locale, other, other_locale)
) STRICT, WITHOUT ROWID;
