-- Contacts, distinct cases, answers and ends of each tie and year.
-- Records without a case number are one unknown case together; a count of several
-- contacts without case numbers stands for as many cases.
SELECT
  tie,
  SUM(amount) AS weight,
  COUNT(DISTINCT case_no)
    + SUM(CASE WHEN case_no IS NULL AND recap = 1 THEN amount ELSE 0 END)
    + MAX(CASE WHEN case_no IS NULL AND recap = 0 THEN 1 ELSE 0 END) AS cases,
  SUM(answered) AS answered,
  SUM(closed) AS closed
FROM checked
WHERE fault = 0 AND tie >= 0
GROUP BY tie
