-- What hand-overs are counted of, and nothing more.
SELECT tie, case_no, sender, receiver, year, day, exact, record, recap, fault, unread, early
FROM contacts
