-- What hand-overs are counted of, and nothing more.
SELECT tie, case_no, receiver, year, day, exact, record, pair, recap, fault, unread, early
FROM contacts
