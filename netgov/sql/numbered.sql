-- Each record, and whether the number or address of a person stands where a case number should:
-- an e-mail address, a mobile number, one that a spreadsheet has shortened, a NIK; by the rules
-- of netgov/identity.py, as far as a pattern of three engines can tell, else rather too often.
-- Signs that no keyboard has are made plain first; only where there are any, since it takes long.
-- Two days have as many digits as a NIK, so they are taken out.
SELECT
  r.*,
  CAST(CASE
    WHEN LENGTH(case_no) >= 5
    AND regexp_like(
      plain_no,
      '[^ @]@[^ @]+[.][^ @]'
      || '|(^|[^0-9])([+]?62[ .-]*0?|0)[ .-]*8([0-9]{8,12}'
      || '|([0-9]{3}[ .-]+[0-9]{3,5}|[0-9]{2}[ .-]+[0-9]{4,5})([ .-]*[0-9]{2,5}){1,2}'
      || '|[0-9]{2}[ .-]+[0-9]{3}([ .-]*[0-9]{3,5}|[ .-]*[0-9]{2,5}[ .-]*[0-9]{2,5}))([^0-9]|$)'
      || '|[0-9][.,][0-9]+[Ee][+]?1[45]'
      || '|(^|[^0-9])(1[ .-]*[1-9]|2[ .-]*1|3[ .-]*[1-6]|5[ .-]*[1-3]|6[ .-]*[1-5]|7[ .-]*[1-6]'
      || '|8[ .-]*[12]|9[ .-]*[1-7])([ .-]*[0-9]){4}[ .-]*'
      || '(0[ .-]*[1-9]|[1256][ .-]*[0-9]|3[ .-]*[01]|4[ .-]*[1-9]|7[ .-]*[01])[ .-]*'
      || '(0[ .-]*[1-9]|1[ .-]*[0-2])([ .-]*[0-9]){6}([^0-9]|$)'
    )
    THEN 1 ELSE 0
  END AS INTEGER) AS person
FROM (
  SELECT
    t.*,
    CASE WHEN LENGTH(case_no) >= 21 THEN
      REGEXP_REPLACE(
        typed_no,
        '([0-9][0-9][ .-]){2}(19|20)[0-9][0-9][ .-]+([0-9][0-9][ .-]){2}(19|20)[0-9][0-9]',
        '/'
      )
    ELSE typed_no END AS plain_no
  FROM (
    SELECT
      w.*,
      CASE
        WHEN case_no LIKE '%(%' OR case_no LIKE '%)%'
          OR LENGTH(case_no) <> OCTET_LENGTH(case_no)
        THEN TRANSLATE(
          case_no,
          '‐‑‒–—―−－﹣⁻．＠０１２３４５６７８９()（）',
          '----------.@0123456789'
        )
        ELSE case_no
      END AS typed_no
    FROM written w
  ) AS t
) AS r
