CREATE TABLE standings (
    enquiry TEXT PRIMARY KEY REFERENCES enquiries (id),
    asked_at TEXT NOT NULL,
    channel TEXT NOT NULL,
    locale TEXT NOT NULL,
    form TEXT NOT NULL,
    audiences TEXT NOT NULL,
    state TEXT NOT NULL,
    article TEXT NOT NULL,
    since TEXT NOT NULL,
    offered INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    clicked INTEGER NOT NULL,
    objected INTEGER NOT NULL,
    submitted INTEGER NOT NULL,
    recontacted INTEGER NOT NULL,
    satisfaction INTEGER,
    effort INTEGER,
    excluded INTEGER NOT NULL,
    reach TEXT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN opened THEN 'opened' WHEN offered THEN 'offered' ELSE 'asked' END
    ) VIRTUAL
) STRICT;
CREATE INDEX standings_accepted ON standings (article) WHERE state = 'accepted';
CREATE INDEX standings_immature ON standings (since) WHERE state = 'accepted';

CREATE TABLE daily (
    day TEXT NOT NULL,
    channel TEXT NOT NULL,
    locale TEXT NOT NULL,
    form TEXT NOT NULL,
    audiences TEXT NOT NULL,
    reach TEXT NOT NULL,
    asked INTEGER NOT NULL,
    offered INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    clicked INTEGER NOT NULL,
    objected INTEGER NOT NULL,
    submitted INTEGER NOT NULL,
    recontacted INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    escalated INTEGER NOT NULL,
    assumed INTEGER NOT NULL,
    silent INTEGER NOT NULL,
    satisfaction INTEGER NOT NULL,
    satisfaction_n INTEGER NOT NULL,
    effort INTEGER NOT NULL,
    effort_n INTEGER NOT NULL,
    excluded INTEGER NOT NULL,
    PRIMARY KEY (day, channel, locale, form, audiences, reach)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER standings_counted AFTER INSERT ON standings BEGIN
    INSERT INTO daily VALUES (
        substr(NEW.asked_at, 1, 10), NEW.channel, NEW.locale, NEW.form, NEW.audiences,
        NEW.reach, 1,
        NEW.offered,
        NEW.opened,
        NEW.clicked,
        NEW.objected,
        NEW.submitted,
        NEW.recontacted,
        NEW.state = 'accepted',
        NEW.state = 'revoked',
        NEW.state = 'rejected',
        NEW.state = 'escalated',
        NEW.state = 'assumed',
        NEW.state = 'silent',
        coalesce(NEW.satisfaction, 0),
        NEW.satisfaction IS NOT NULL,
        coalesce(NEW.effort, 0),
        NEW.effort IS NOT NULL,
        NEW.excluded
    ) ON CONFLICT DO UPDATE SET
        asked = daily.asked + 1,
        offered = daily.offered + NEW.offered,
        opened = daily.opened + NEW.opened,
        clicked = daily.clicked + NEW.clicked,
        objected = daily.objected + NEW.objected,
        submitted = daily.submitted + NEW.submitted,
        recontacted = daily.recontacted + NEW.recontacted,
        accepted = daily.accepted + (NEW.state = 'accepted'),
        revoked = daily.revoked + (NEW.state = 'revoked'),
        rejected = daily.rejected + (NEW.state = 'rejected'),
        escalated = daily.escalated + (NEW.state = 'escalated'),
        assumed = daily.assumed + (NEW.state = 'assumed'),
        silent = daily.silent + (NEW.state = 'silent'),
        satisfaction = daily.satisfaction + coalesce(NEW.satisfaction, 0),
        satisfaction_n = daily.satisfaction_n + (NEW.satisfaction IS NOT NULL),
        effort = daily.effort + coalesce(NEW.effort, 0),
        effort_n = daily.effort_n + (NEW.effort IS NOT NULL),
        excluded = daily.excluded + NEW.excluded;
END;
CREATE TRIGGER standings_recounted AFTER UPDATE ON standings BEGIN
    UPDATE daily SET
        asked = asked - 1,
        offered = offered - OLD.offered,
        opened = opened - OLD.opened,
        clicked = clicked - OLD.clicked,
        objected = objected - OLD.objected,
        submitted = submitted - OLD.submitted,
        recontacted = recontacted - OLD.recontacted,
        accepted = accepted - (OLD.state = 'accepted'),
        revoked = revoked - (OLD.state = 'revoked'),
        rejected = rejected - (OLD.state = 'rejected'),
        escalated = escalated - (OLD.state = 'escalated'),
        assumed = assumed - (OLD.state = 'assumed'),
        silent = silent - (OLD.state = 'silent'),
        satisfaction = satisfaction - coalesce(OLD.satisfaction, 0),
        satisfaction_n = satisfaction_n - (OLD.satisfaction IS NOT NULL),
        effort = effort - coalesce(OLD.effort, 0),
        effort_n = effort_n - (OLD.effort IS NOT NULL),
        excluded = excluded - OLD.excluded
    WHERE day = substr(OLD.asked_at, 1, 10) AND channel = OLD.channel
        AND locale = OLD.locale
        AND form = OLD.form
        AND audiences = OLD.audiences
        AND reach = OLD.reach;
    INSERT INTO daily VALUES (
        substr(NEW.asked_at, 1, 10), NEW.channel, NEW.locale, NEW.form, NEW.audiences,
        NEW.reach, 1,
        NEW.offered,
        NEW.opened,
        NEW.clicked,
        NEW.objected,
        NEW.submitted,
        NEW.recontacted,
        NEW.state = 'accepted',
        NEW.state = 'revoked',
        NEW.state = 'rejected',
        NEW.state = 'escalated',
        NEW.state = 'assumed',
        NEW.state = 'silent',
        coalesce(NEW.satisfaction, 0),
        NEW.satisfaction IS NOT NULL,
        coalesce(NEW.effort, 0),
        NEW.effort IS NOT NULL,
        NEW.excluded
    ) ON CONFLICT DO UPDATE SET
        asked = daily.asked + 1,
        offered = daily.offered + NEW.offered,
        opened = daily.opened + NEW.opened,
        clicked = daily.clicked + NEW.clicked,
        objected = daily.objected + NEW.objected,
        submitted = daily.submitted + NEW.submitted,
        recontacted = daily.recontacted + NEW.recontacted,
        accepted = daily.accepted + (NEW.state = 'accepted'),
        revoked = daily.revoked + (NEW.state = 'revoked'),
        rejected = daily.rejected + (NEW.state = 'rejected'),
        escalated = daily.escalated + (NEW.state = 'escalated'),
        assumed = daily.assumed + (NEW.state = 'assumed'),
        silent = daily.silent + (NEW.state = 'silent'),
        satisfaction = daily.satisfaction + coalesce(NEW.satisfaction, 0),
        satisfaction_n = daily.satisfaction_n + (NEW.satisfaction IS NOT NULL),
        effort = daily.effort + coalesce(NEW.effort, 0),
        effort_n = daily.effort_n + (NEW.effort IS NOT NULL),
        excluded = daily.excluded + NEW.excluded;
END;
CREATE TRIGGER standings_uncounted AFTER DELETE ON standings BEGIN
    UPDATE daily SET
        asked = asked - 1,
        offered = offered - OLD.offered,
        opened = opened - OLD.opened,
        clicked = clicked - OLD.clicked,
        objected = objected - OLD.objected,
        submitted = submitted - OLD.submitted,
        recontacted = recontacted - OLD.recontacted,
        accepted = accepted - (OLD.state = 'accepted'),
        revoked = revoked - (OLD.state = 'revoked'),
        rejected = rejected - (OLD.state = 'rejected'),
        escalated = escalated - (OLD.state = 'escalated'),
        assumed = assumed - (OLD.state = 'assumed'),
        silent = silent - (OLD.state = 'silent'),
        satisfaction = satisfaction - coalesce(OLD.satisfaction, 0),
        satisfaction_n = satisfaction_n - (OLD.satisfaction IS NOT NULL),
        effort = effort - coalesce(OLD.effort, 0),
        effort_n = effort_n - (OLD.effort IS NOT NULL),
        excluded = excluded - OLD.excluded
    WHERE day = substr(OLD.asked_at, 1, 10) AND channel = OLD.channel
        AND locale = OLD.locale
        AND form = OLD.form
        AND audiences = OLD.audiences
        AND reach = OLD.reach;
END;
