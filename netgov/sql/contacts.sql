-- Each record with its words replaced by what they mean.
-- written: the records as they stand, NULL for a blank day or case number;
-- pairs: each combination of words, the number of its tie (-1: it makes none), and the
-- fault it has (0: none);
-- begun_days, answered_days, closed_days: each written day, as a year and a count of days.
-- fault: 0 if the record is used, 1 without a day, 2 with a day that cannot be read, else
-- what the meaning of its words says. unread and early: days that are left out.
SELECT
  CAST(p.tie AS BIGINT) * 10000 + d.year AS tie,
  d.year AS year,
  d.day AS day,
  d.exact AS exact,
  p.pair AS pair,
  p.receiver AS receiver,
  r.case_no AS case_no,
  r.record AS record,
  p.amount AS amount,
  p.recap AS recap,
  CASE WHEN d.exact = 1 AND a.day >= d.day THEN a.day - d.day END AS waited,
  CASE WHEN a.day >= d.day OR d.exact = 0 AND a.year >= d.year THEN p.amount ELSE 0 END
    AS answered,
  CASE WHEN c.day >= d.day OR d.exact = 0 AND c.year >= d.year THEN p.amount ELSE 0 END
    AS closed,
  CAST(CASE
    WHEN r.begun IS NULL THEN 1
    WHEN d.word IS NULL THEN 2
    WHEN d.fault > 0 THEN d.fault
    ELSE p.fault
  END AS SMALLINT) AS fault,
  CAST(
    CASE WHEN r.answered IS NOT NULL AND a.day IS NULL THEN 1 ELSE 0 END
    + CASE WHEN r.closed IS NOT NULL AND c.day IS NULL THEN 1 ELSE 0 END
  AS SMALLINT) AS unread,
  CAST(
    CASE WHEN a.day < d.day AND (d.exact = 1 OR a.year < d.year) THEN 1 ELSE 0 END
    + CASE WHEN c.day < d.day AND (d.exact = 1 OR c.year < d.year) THEN 1 ELSE 0 END
  AS SMALLINT) AS early
FROM written r
JOIN pairs p ON p.words = r.words
LEFT JOIN begun_days d ON d.word = r.begun
LEFT JOIN answered_days a ON a.word = r.answered
LEFT JOIN closed_days c ON c.word = r.closed
