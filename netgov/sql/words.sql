-- Every name, word and day that stands in the records, and in how many of them. Each row holds
-- one of them, in the column of its kind; a blank day gives a row without any.
-- A quarter of a million of them are a misread column; one more is asked for, to see it.
SELECT
  source,
  target,
  kind,
  NULLIF(CONCAT('', begun), '') AS begun,
  NULLIF(CONCAT('', answered), '') AS answered,
  NULLIF(CONCAT('', closed), '') AS closed,
  COUNT(*) AS records
FROM written
GROUP BY GROUPING SETS ((source), (target), (kind), (begun), (answered), (closed))
LIMIT 250001
