-- Who published which year. Expected are every government of the catalogue and, from the first year it is
-- known with, every other agency that has a report; the years are those of which the dataset has any report.
-- "missing" is said only where the last crawl of the portal that asked for the year reached it.
CREATE VIEW coverage AS
WITH
known AS (
    SELECT
        CASE agency_kind
            WHEN 'government' THEN 'government|' || coalesce(division_code, portal_id, agency, '')
            ELSE coalesce(division_code, portal_id, '') || '|' || agency
        END AS body_key,
        division_code, province, city, county, agency, agency_kind, portal_id, year, days_late, id
    FROM reports
    WHERE year IS NOT NULL AND (agency IS NOT NULL OR agency_kind = 'government')
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
    SELECT DISTINCT year FROM known
),
latest AS (
    -- By the years asked for first: a few rows a portal, however many nights there were.
    SELECT rp.portal_id, r.years, rp.outcome, max(rp.run_id) AS run_id
    FROM run_portals AS rp
    JOIN runs AS r ON r.id = rp.run_id
    WHERE rp.outcome IS NOT NULL
    GROUP BY rp.portal_id, r.years
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
        WHEN o.outcome IN ('reached', 'no_report_column') THEN 'missing'
        ELSE 'not_crawled'
    END AS state,
    p.days_late, p.report_id
FROM bodies AS b
JOIN years AS y ON y.year >= b.since
LEFT JOIN published AS p ON p.body_key = b.body_key AND p.year = y.year
LEFT JOIN outcomes AS o ON o.portal_id = b.portal_id AND o.year = y.year
