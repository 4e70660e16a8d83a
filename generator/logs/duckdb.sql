-- SMTP replies in activity logs, by the pattern table of the catalogue; for DuckDB.
-- Set the path of the logs, then run: duckdb < this file
SET VARIABLE logs = '**/SMTP-Activity-*.log*';

WITH lines AS (
  -- One column: quotes, commas and bytes that aren't UTF-8 have no meaning in a log.
  SELECT rtrim(line, chr(13)) AS line
  FROM read_csv(getvariable('logs'), columns = {'line': 'VARCHAR'}, header = false, auto_detect = false,
                delim = chr(1), quote = '', escape = '', comment = '', new_line = '\n', strict_mode = false,
                null_padding = true, max_line_size = 1048576, encoding = 'latin-1', ignore_errors = true)
), activity AS (
  SELECT string_split(line, chr(9)) AS c FROM lines
  WHERE regexp_matches(line, '^[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\t[A-Z]+-[A-Z]+\t')
), timed AS (
  SELECT c[2] AS mark, coalesce(c[8], '') AS reply,
         -- The greeting of the server itself can have any words: a row without a command, with the greeting's code.
         c[2] = $inbound AND coalesce(c[6], '') = ''
         AND regexp_matches(coalesce(c[8], ''), '^[^A-Za-z0-9]*$greeting_code([ -]|$$)') AS greets,
         '20' || substr(c[1], 7, 2) || '-' || substr(c[1], 1, 2) || '-' || substr(c[1], 4, 2) || 'T' || substr(c[1], 10)
         AS time
  FROM activity
), replies AS (
  -- Grouped first, so that each text is matched once.
  SELECT mark, greets, reply, count(*) AS count, min(time) AS first, max(time) AS last
  FROM timed WHERE trim(reply) NOT IN ('', $mask)
  GROUP BY ALL
), known AS (
  SELECT CASE mark WHEN $inbound THEN 'in' WHEN $outbound THEN 'out' END AS side, count, first, last,
         CAST(nullif(regexp_extract(reply, '^[^A-Za-z0-9]*([2-5][0-5][0-9])([ -]|$$)', 1), '') AS INTEGER) AS code,
         coalesce(CASE regexp_extract(reply, '[0-9]+')
$cases
         END, CASE WHEN greets THEN $greeting END) AS id
  FROM replies
)
SELECT CASE WHEN id IS NOT NULL THEN 'known' WHEN side = 'out' THEN 'remote' ELSE 'unexplained' END AS kind,
       id, code, side, CAST(sum(count) AS BIGINT) AS count, min(first) AS first, max(last) AS last
FROM known GROUP BY ALL ORDER BY count DESC, id, side, code;
