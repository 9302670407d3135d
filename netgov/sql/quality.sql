-- Records used (fault 0) and set aside by reason; days left out; records without a case.
SELECT
  fault,
  COUNT(*) AS records,
  SUM(unread) AS unread,
  SUM(early) AS early,
  SUM(CASE WHEN case_key IS NULL AND recap = 0 THEN 1 ELSE 0 END) AS no_case,
  SUM(person) AS persons
FROM checked
GROUP BY fault
