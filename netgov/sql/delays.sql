-- The median number of days from contact to answer of each tie and year.
SELECT tie, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY waited) AS median_days
FROM checked
WHERE fault = 0 AND tie >= 0 AND waited IS NOT NULL
GROUP BY tie
