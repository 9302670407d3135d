-- From which body to which a case went between one contact and the next, by year.
-- Contacts of one day follow each other as they were recorded; where no record has a
-- number, in the order of their words, so that every run gives the same rows.
WITH steps AS (
  SELECT
    case_no,
    receiver AS source,
    LEAD(receiver) OVER turns AS target,
    LEAD(year) OVER turns AS year,
    LEAD(day) OVER turns - day AS days
  FROM checked
  WHERE fault = 0 AND tie >= 0 AND case_no IS NOT NULL AND exact = 1
  WINDOW turns AS (PARTITION BY case_no ORDER BY day, record, pair)
)
SELECT
  source,
  target,
  year,
  COUNT(*) AS weight,
  COUNT(DISTINCT case_no) AS cases,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days) AS median_days
FROM steps
WHERE target <> source
GROUP BY source, target, year
