-- What yearly ties are counted of, and nothing more.
SELECT tie, case_no, waited, amount, answered, closed, recap, fault, unread, early
FROM contacts
