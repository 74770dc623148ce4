-- Who published which year. Expected are every government of the catalogue and, from the first year it is
-- known with, every other agency that has a report; the years are those of which the dataset has any report, and
-- those that a run asked for.
-- "missing" is said only where the last crawl of the portal that asked for the year reached it, and "unread" where that
-- portal has a column of reports in which not one was ever seen: it may be empty, or not be understood.
CREATE VIEW coverage AS
WITH
-- A division that only got another code or level (三元区 350403, since 2021 350404) is the same one: its today's code.
codes (old, code, short, steps) AS (
    SELECT DISTINCT r.division_code, r.division_code, d.short, 0
    FROM reports AS r
    JOIN divisions AS d ON d.code = r.division_code
    WHERE d.valid_from = (SELECT max(valid_from) FROM divisions WHERE code = d.code)
    UNION ALL
    SELECT c.old, n.code, c.short, c.steps + 1
    FROM codes AS c
    JOIN divisions AS d ON d.code = c.code AND d.valid_to IS NOT NULL
    JOIN divisions AS n ON n.code = d.successors AND n.short = c.short AND n.valid_from > d.valid_to
    WHERE c.steps < 9 AND NOT EXISTS (SELECT 1 FROM divisions WHERE code = c.code AND valid_to IS NULL)
),
today AS (
    SELECT old, code, max(steps) FROM codes GROUP BY old
),
known AS (
    -- Where the place is not known, the portal's stands for it: but a government is the portal's only by its name.
    SELECT
        CASE
            WHEN r.agency_kind = 'government' AND instr(r.agency, p.name) THEN
                'government|' || coalesce(p.division_code, p.id)
            WHEN r.agency_kind = 'government' THEN
                'government|' || coalesce(t.code, r.division_code, r.portal_id || '|' || r.agency, r.agency)
            ELSE coalesce(t.code, r.division_code, p.division_code, r.portal_id, '') || '|' || r.agency
        END AS body_key,
        coalesce(t.code, r.division_code, p.division_code) AS division_code,
        iif(r.province IS NULL, p.province, r.province) AS province,
        iif(r.province IS NULL, p.city, r.city) AS city,
        iif(r.province IS NULL, p.county, r.county) AS county,
        r.agency, r.agency_kind, r.portal_id, r.year, r.days_late, r.id
    FROM reports AS r
    LEFT JOIN portals AS p ON p.id = r.portal_id
    LEFT JOIN today AS t ON t.old = r.division_code
    WHERE r.year IS NOT NULL AND r.agency IS NOT NULL
),
bodies AS (
    -- With min() the other columns come from the row that has it: the catalogue's (0) before a report's.
    SELECT body_key, division_code, province, city, county, agency, agency_kind, portal_id, min(since) AS since
    FROM (
        SELECT
            'government|' || coalesce(division_code, id) AS body_key, division_code, province, city, county,
            name AS agency, 'government' AS agency_kind, id AS portal_id, 0 AS since
        FROM portals
        UNION ALL
        SELECT body_key, division_code, province, city, county, agency, agency_kind, portal_id, year
        FROM known
    )
    GROUP BY body_key
),
published AS (
    SELECT body_key, year, min(days_late) AS days_late, min(id) AS report_id
    FROM known
    GROUP BY body_key, year
),
years AS (
    SELECT year FROM known
    UNION
    SELECT value FROM runs JOIN json_each(runs.years)
),
latest AS (
    -- By the years asked for first: a few rows a portal, however many nights there were.
    SELECT rp.portal_id, r.years, rp.outcome, max(rp.run_id) AS run_id
    FROM run_portals AS rp
    JOIN runs AS r ON r.id = rp.run_id
    WHERE rp.outcome IS NOT NULL
    GROUP BY rp.portal_id, r.years
),
silent AS (
    SELECT portal_id FROM pages WHERE kind = 'list'
    EXCEPT
    SELECT portal_id FROM pages WHERE kind = 'report' AND outcome IS NOT 'not_a_report'
    EXCEPT
    SELECT portal_id FROM reports
),
outcomes AS (
    SELECT l.portal_id, y.year, l.outcome, max(l.run_id)
    FROM latest AS l
    JOIN years AS y ON l.years IS NULL OR y.year IN (SELECT value FROM json_each(l.years))
    GROUP BY l.portal_id, y.year
)
SELECT
    b.division_code, b.province, b.city, b.county, b.agency, b.agency_kind, b.portal_id, y.year,
    CASE
        WHEN p.report_id IS NOT NULL THEN 'published'
        WHEN o.outcome IN ('blocked', 'robots') THEN 'blocked'
        WHEN o.outcome = 'reached' AND o.portal_id IN (SELECT portal_id FROM silent) THEN 'unread'
        WHEN o.outcome IN ('reached', 'no_report_column') THEN 'missing'
        ELSE 'not_crawled'
    END AS state,
    p.days_late, p.report_id
FROM bodies AS b
JOIN years AS y ON y.year >= b.since
LEFT JOIN published AS p ON p.body_key = b.body_key AND p.year = y.year
LEFT JOIN outcomes AS o ON o.portal_id = b.portal_id AND o.year = y.year
