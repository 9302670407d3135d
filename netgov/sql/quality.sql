-- How many records there are of which the same is to be told.
SELECT told, COUNT(*) AS records
FROM checked
GROUP BY told
