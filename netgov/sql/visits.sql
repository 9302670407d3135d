-- What hand-overs and the quality of their records are counted of.
SELECT CASE WHEN exact = 1 THEN tie END AS tie, case_key, receiver, heir, day, record, told
FROM contacts
