CREATE TABLE subscriptions (
    member TEXT PRIMARY KEY REFERENCES members (id),
    locale TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT;
