-- Each record with its words replaced by what they mean.
-- numbered: the records as they stand, NULL for a blank day or case number, as in numbered.sql;
-- sources, targets, kinds: each word, the number of its body or what kind of contact it tells,
-- and the fault it has (0: none);
-- begun_days, answered_days, closed_days: each written day, as a year and a count of days.
-- tie: its two bodies, layer and year as one number, which is counted sooner than four; NULL if
-- the record is not used, or says that a case was not referred.
-- fault: 0 if the record is used, 1 without a day, 4 without a body that is needed, 9 with an
-- error for a case number, 10 within one body, else what the meaning of its words says.
-- told: what is to be told of the record as one number: the fault, then days that are left out
-- as unread and as early (up to two each), no case number, a month or year alone, the number
-- of a person.
-- heir: what the receiver is called today.
SELECT
  c.*,
  CASE WHEN fault = 0 THEN referred END AS tie,
  ((((fault * 3 + unread) * 3 + early) * 2
    + CASE WHEN case_key IS NULL AND recap = 0 THEN 1 ELSE 0 END) * 2
    + CASE WHEN exact = 0 THEN 1 ELSE 0 END) * 2 + person AS told
FROM (
  SELECT
    CASE WHEN k.declined = 0 THEN
      ((CAST(s.body AS BIGINT) * 1000000 + t.body) * 10 + k.layer) * 10000 + d.year
    END AS referred,
    t.body AS receiver,
    t.today AS heir,
    d.day AS day,
    d.exact AS exact,
    r.case_key AS case_key,
    r.record AS record,
    k.amount AS amount,
    k.recap AS recap,
    CASE WHEN d.exact = 1 AND a.day >= d.day THEN a.day - d.day END AS waited,
    CAST(
      CASE WHEN a.day >= d.day OR d.exact = 0 AND a.year >= d.year THEN 1 ELSE 0 END
    AS INTEGER) AS answered,
    CAST(
      CASE WHEN c.day >= d.day OR d.exact = 0 AND c.year >= d.year THEN 1 ELSE 0 END
    AS INTEGER) AS closed,
    CAST(CASE
      WHEN r.broken = 1 THEN 9
      WHEN r.begun IS NULL THEN 1
      WHEN d.fault > 0 THEN d.fault
      WHEN s.fault > 0 THEN s.fault
      WHEN t.fault > 0 AND (t.fault <> 4 OR k.declined = 0) THEN t.fault
      WHEN a.fault > 0 THEN a.fault
      WHEN c.fault > 0 THEN c.fault
      WHEN k.fault > 0 THEN k.fault
      WHEN s.today = t.today THEN 10
      ELSE 0
    END AS INTEGER) AS fault,
    CAST(
      CASE WHEN r.answered IS NOT NULL AND a.day IS NULL THEN 1 ELSE 0 END
      + CASE WHEN r.closed IS NOT NULL AND c.day IS NULL THEN 1 ELSE 0 END
    AS INTEGER) AS unread,
    CAST(
      CASE WHEN a.day < d.day AND (d.exact = 1 OR a.year < d.year) THEN 1 ELSE 0 END
      + CASE WHEN c.day < d.day AND (d.exact = 1 OR c.year < d.year) THEN 1 ELSE 0 END
    AS INTEGER) AS early,
    r.person AS person
  FROM numbered r
  JOIN sources s ON s.word = r.source
  JOIN targets t ON t.word = r.target
  JOIN kinds k ON k.word = r.kind
  LEFT JOIN begun_days d ON d.word = r.begun
  LEFT JOIN answered_days a ON a.word = r.answered
  LEFT JOIN closed_days c ON c.word = r.closed
) AS c
