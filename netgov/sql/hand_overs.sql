-- Steps, distinct cases and days between two contacts of each hand-over and year.
-- share: some of the hand-overs with all their steps.
SELECT
  tie,
  COUNT(*) AS weight,
  COUNT(DISTINCT case_key) AS cases,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days) AS median_days
FROM share
GROUP BY tie
