-- Contacts, distinct cases, answers, ends and days to the answer of each tie and year.
-- share: some of the ties with all their records.
-- Records without a case number are one unknown case together; a count of several
-- contacts without case numbers stands for as many cases.
SELECT
  tie,
  SUM(amount) AS weight,
  COUNT(DISTINCT case_key)
    + SUM(CASE WHEN case_key IS NULL AND recap = 1 THEN amount ELSE 0 END)
    + MAX(CASE WHEN case_key IS NULL AND recap = 0 THEN 1 ELSE 0 END) AS cases,
  SUM(answered * amount) AS answered,
  SUM(closed * amount) AS closed,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY waited) AS median_days
FROM share
GROUP BY tie
