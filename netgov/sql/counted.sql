-- What yearly ties and the quality of their records are counted of.
SELECT tie, case_key, waited, amount, answered, closed, recap, told
FROM contacts
