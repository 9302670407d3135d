-- Every combination of words that stands in the records, and in how many of them.
-- Two million combinations are a misread column; one more is asked for, to see it.
SELECT words, COUNT(*) AS records
FROM written
GROUP BY words
LIMIT 2000001
