CREATE TABLE met (
    number INTEGER PRIMARY KEY,
    article TEXT NOT NULL UNIQUE,
    offered_last TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE encounters (
    enquiry TEXT NOT NULL REFERENCES enquiries (id),
    article INTEGER NOT NULL REFERENCES met (number),
    day TEXT NOT NULL,
    offered INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    clicked INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    reason TEXT NOT NULL,
    ticketed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    satisfaction INTEGER,
    wanted TEXT NOT NULL,
    PRIMARY KEY (enquiry, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX encounters_by_article ON encounters (article, day);
CREATE INDEX encounters_wanted ON encounters (article, day, wanted) WHERE wanted <> '';
CREATE INDEX encounters_out_of_date ON encounters (article, day) WHERE reason = 'out_of_date';

CREATE TABLE article_daily (
    day TEXT NOT NULL,
    article INTEGER NOT NULL,
    offered INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    clicked INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    not_related INTEGER NOT NULL,
    did_not_answer INTEGER NOT NULL,
    out_of_date INTEGER NOT NULL,
    could_not_follow INTEGER NOT NULL,
    ticketed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    satisfaction INTEGER NOT NULL,
    satisfaction_n INTEGER NOT NULL,
    elsewhere INTEGER NOT NULL,
    PRIMARY KEY (day, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_packs (day TEXT PRIMARY KEY, counts BLOB) STRICT;
CREATE INDEX article_packs_loose ON article_packs (day) WHERE counts IS NULL;

CREATE TRIGGER encounters_counted AFTER INSERT ON encounters BEGIN
    INSERT INTO article_daily VALUES (
        NEW.day, NEW.article,
        NEW.offered, NEW.seen, NEW.opened, NEW.clicked, NEW.accepted, NEW.revoked, NEW.rejected,
        NEW.reason = 'not_related', NEW.reason = 'did_not_answer',
        NEW.reason = 'out_of_date', NEW.reason = 'could_not_follow',
        NEW.ticketed, NEW.failed, NEW.linked,
        coalesce(NEW.satisfaction, 0), NEW.satisfaction IS NOT NULL,
        NEW.wanted <> ''
    ) ON CONFLICT DO UPDATE SET
        offered = offered + excluded.offered,
        seen = seen + excluded.seen,
        opened = opened + excluded.opened,
        clicked = clicked + excluded.clicked,
        accepted = accepted + excluded.accepted,
        revoked = revoked + excluded.revoked,
        rejected = rejected + excluded.rejected,
        not_related = not_related + excluded.not_related,
        did_not_answer = did_not_answer + excluded.did_not_answer,
        out_of_date = out_of_date + excluded.out_of_date,
        could_not_follow = could_not_follow + excluded.could_not_follow,
        ticketed = ticketed + excluded.ticketed,
        failed = failed + excluded.failed,
        linked = linked + excluded.linked,
        satisfaction = satisfaction + excluded.satisfaction,
        satisfaction_n = satisfaction_n + excluded.satisfaction_n,
        elsewhere = elsewhere + excluded.elsewhere;
    UPDATE met SET offered_last = NEW.day
        WHERE number = NEW.article AND NEW.offered AND offered_last < NEW.day;
END;
CREATE TRIGGER encounters_recounted AFTER UPDATE ON encounters BEGIN
    UPDATE article_daily SET
        offered = offered + NEW.offered - OLD.offered,
        seen = seen + NEW.seen - OLD.seen,
        opened = opened + NEW.opened - OLD.opened,
        clicked = clicked + NEW.clicked - OLD.clicked,
        accepted = accepted + NEW.accepted - OLD.accepted,
        revoked = revoked + NEW.revoked - OLD.revoked,
        rejected = rejected + NEW.rejected - OLD.rejected,
        not_related = not_related + (NEW.reason = 'not_related') - (OLD.reason = 'not_related'),
        did_not_answer = did_not_answer
            + (NEW.reason = 'did_not_answer') - (OLD.reason = 'did_not_answer'),
        out_of_date = out_of_date + (NEW.reason = 'out_of_date') - (OLD.reason = 'out_of_date'),
        could_not_follow = could_not_follow
            + (NEW.reason = 'could_not_follow') - (OLD.reason = 'could_not_follow'),
        ticketed = ticketed + NEW.ticketed - OLD.ticketed,
        failed = failed + NEW.failed - OLD.failed,
        linked = linked + NEW.linked - OLD.linked,
        satisfaction = satisfaction + coalesce(NEW.satisfaction, 0) - coalesce(OLD.satisfaction, 0),
        satisfaction_n = satisfaction_n
            + (NEW.satisfaction IS NOT NULL) - (OLD.satisfaction IS NOT NULL),
        elsewhere = elsewhere + (NEW.wanted <> '') - (OLD.wanted <> '')
    WHERE day = NEW.day AND article = NEW.article;
    UPDATE met SET offered_last = NEW.day
        WHERE number = NEW.article AND NEW.offered AND offered_last < NEW.day;
END;
CREATE TRIGGER encounters_uncounted AFTER DELETE ON encounters BEGIN
    UPDATE article_daily SET
        offered = offered - OLD.offered,
        seen = seen - OLD.seen,
        opened = opened - OLD.opened,
        clicked = clicked - OLD.clicked,
        accepted = accepted - OLD.accepted,
        revoked = revoked - OLD.revoked,
        rejected = rejected - OLD.rejected,
        not_related = not_related - (OLD.reason = 'not_related'),
        did_not_answer = did_not_answer - (OLD.reason = 'did_not_answer'),
        out_of_date = out_of_date - (OLD.reason = 'out_of_date'),
        could_not_follow = could_not_follow - (OLD.reason = 'could_not_follow'),
        ticketed = ticketed - OLD.ticketed,
        failed = failed - OLD.failed,
        linked = linked - OLD.linked,
        satisfaction = satisfaction - coalesce(OLD.satisfaction, 0),
        satisfaction_n = satisfaction_n - (OLD.satisfaction IS NOT NULL),
        elsewhere = elsewhere - (OLD.wanted <> '')
    WHERE day = OLD.day AND article = OLD.article;
END;
CREATE TRIGGER article_daily_begun AFTER INSERT ON article_daily BEGIN
    INSERT INTO article_packs VALUES (NEW.day, NULL)
        ON CONFLICT DO UPDATE SET counts = NULL WHERE counts IS NOT NULL;
END;
CREATE TRIGGER article_daily_changed AFTER UPDATE ON article_daily BEGIN
    INSERT INTO article_packs VALUES (NEW.day, NULL)
        ON CONFLICT DO UPDATE SET counts = NULL WHERE counts IS NOT NULL;
END;
