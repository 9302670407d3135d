-- The days that are written in another way than 2019-03-21, each with how often it is.
SELECT 'begun' AS part, CONCAT('', r.begun) AS word, COUNT(*) AS records
FROM written r LEFT JOIN begun_days d ON d.word = r.begun
WHERE r.begun IS NOT NULL AND d.word IS NULL
GROUP BY CONCAT('', r.begun)
UNION ALL
SELECT 'answered' AS part, CONCAT('', r.answered) AS word, COUNT(*) AS records
FROM written r LEFT JOIN answered_days d ON d.word = r.answered
WHERE r.answered IS NOT NULL AND d.word IS NULL
GROUP BY CONCAT('', r.answered)
UNION ALL
SELECT 'closed' AS part, CONCAT('', r.closed) AS word, COUNT(*) AS records
FROM written r LEFT JOIN closed_days d ON d.word = r.closed
WHERE r.closed IS NOT NULL AND d.word IS NULL
GROUP BY CONCAT('', r.closed)
