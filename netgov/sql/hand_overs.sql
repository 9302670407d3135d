-- From which body to which a case went between one contact and the next, by year.
-- Contacts of one day follow each other as they were recorded; where no record has a
-- number, in the order of their bodies, so that every run gives the same rows.
WITH steps AS (
  SELECT
    case_no,
    receiver AS source,
    day,
    LEAD(receiver) OVER (PARTITION BY case_no ORDER BY day, record NULLS LAST, sender, receiver) AS target,
    LEAD(year) OVER (PARTITION BY case_no ORDER BY day, record NULLS LAST, sender, receiver) AS year,
    LEAD(day) OVER (PARTITION BY case_no ORDER BY day, record NULLS LAST, sender, receiver) AS next_day
  FROM checked
  WHERE fault = 0 AND tie IS NOT NULL AND case_no IS NOT NULL AND exact = 1
)
SELECT
  source,
  target,
  year,
  COUNT(*) AS weight,
  COUNT(DISTINCT case_no) AS cases,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY next_day - day) AS median_days
FROM steps
WHERE target <> source
GROUP BY source, target, year
