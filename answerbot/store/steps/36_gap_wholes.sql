ALTER TABLE gaps ADD COLUMN part_of TEXT NOT NULL DEFAULT '';
ALTER TABLE gaps ADD COLUMN joined_by TEXT NOT NULL DEFAULT '';
ALTER TABLE gaps ADD COLUMN near TEXT NOT NULL DEFAULT '';
CREATE INDEX gaps_by_whole ON gaps (part_of);

CREATE VIEW gap_wholes AS
WITH RECURSIVE up (gap, whole) AS (
    SELECT id, id FROM gaps WHERE part_of = ''
    UNION ALL
    SELECT gaps.id, up.whole FROM gaps JOIN up ON gaps.part_of = up.gap
)
SELECT gap, whole FROM up;
