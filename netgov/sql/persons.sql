-- How many records bear the number or address of a person where a case number should stand:
-- an e-mail address, a mobile number, one that a spreadsheet has shortened, a NIK.
SELECT COUNT(*) AS records
FROM checked
WHERE LENGTH(case_no) >= 6 AND regexp_like(
  case_no,
  '[A-Za-z0-9_.+-]@[A-Za-z0-9-]+[.][A-Za-z0-9]|(^|[^0-9])([+]?62[ .-]*0?|0)[ .-]*8([0-9]{8,12}|[0-9]{2,3}[ .-]+[0-9]{3,5}[ .-]*[0-9]{2,5})([^0-9]|$)|[0-9][.,][0-9]+[Ee][+]?1[45]|(^|[^0-9])(1[ .-]*[1-9]|2[ .-]*1|3[ .-]*[1-6]|5[ .-]*[1-3]|6[ .-]*[1-5]|7[ .-]*[1-6]|8[ .-]*[12]|9[ .-]*[1-7])[ .-]*[0-9][ .-]*[0-9][ .-]*[0-9][ .-]*[0-9][ .-]*(0[ .-]*[1-9]|[1256][ .-]*[0-9]|3[ .-]*[01]|4[ .-]*[1-9]|7[ .-]*[01])[ .-]*(0[ .-]*[1-9]|1[ .-]*[0-2])[ .-]*[0-9][ .-]*[0-9][ .-]*[0-9][ .-]*[0-9][ .-]*[0-9][ .-]*[0-9]([^0-9]|$)'
)
