CREATE INDEX articles_by_settled ON articles (settled_at);
DROP INDEX standings_immature;
CREATE INDEX standings_immature
    ON standings (since, asked_at, channel, locale, form, audiences, reach, article)
    WHERE state = 'accepted';
