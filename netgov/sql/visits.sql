-- What hand-overs and the quality of their records are counted of.
SELECT tie, case_key, sender, receiver, heir, year, day, exact, record,
  recap, fault, unread, early, person
FROM contacts
