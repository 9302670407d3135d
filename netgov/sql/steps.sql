-- Each step of a case: from which body to which, between one contact and the next.
-- A body that goes on under another name hands nothing over.
-- Contacts of one day follow each other as they were recorded; where no record has a
-- number, in the order of their bodies, so that every run gives the same rows.
-- tie: the two bodies and the year as one number, as in contacts.sql, without a layer.
SELECT
  (CAST(source AS BIGINT) * 1000000 + target) * 100000 + year AS tie,
  case_key,
  next_day - day AS days
FROM (
  SELECT
    case_key,
    receiver AS source,
    LEAD(receiver) OVER turns AS target,
    heir,
    LEAD(heir) OVER turns AS next_heir,
    LEAD(MOD(tie, 10000)) OVER turns AS year,
    day,
    LEAD(day) OVER turns AS next_day
  FROM checked
  WHERE tie IS NOT NULL AND case_key IS NOT NULL
  WINDOW turns AS (
    PARTITION BY case_key ORDER BY day, record NULLS LAST, tie
  )
) AS visits
WHERE next_heir <> heir
