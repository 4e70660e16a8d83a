-- SMTP replies in activity logs, by the pattern table of the catalogue; for ClickHouse.
-- Set the path of the logs, then run: clickhouse local --queries-file this file
WITH lines AS (
  SELECT replaceRegexpOne(line, '\\r$$', '') AS line FROM file('**/SMTP-Activity-*.log*', LineAsString)
), activity AS (
  SELECT splitByChar('\t', line) AS c FROM lines
  WHERE match(line, '^[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\t[A-Z]+-[A-Z]+\\t')
), timed AS (
  SELECT c[2] AS mark, c[8] AS reply,
         -- The greeting of the server itself can have any words: a row without a command, with the greeting's code.
         c[2] = $inbound AND c[6] = '' AND match(c[8], '^[^A-Za-z0-9]*$greeting_code([ -]|$$)') AS greets,
         '20' || substr(c[1], 7, 2) || '-' || substr(c[1], 1, 2) || '-' || substr(c[1], 4, 2) || 'T' || substr(c[1], 10)
         AS time
  FROM activity
), replies AS (
  -- Grouped first, so that each text is matched once.
  SELECT mark, greets, reply, count() AS rows, min(time) AS earliest, max(time) AS latest
  FROM timed WHERE trimBoth(reply) NOT IN ('', $mask)
  GROUP BY mark, greets, reply
), known AS (
  SELECT CASE mark WHEN $inbound THEN 'in' WHEN $outbound THEN 'out' ELSE NULL END AS side, rows, earliest, latest,
         toInt32OrNull(extract(reply, '^[^A-Za-z0-9]*([2-5][0-5][0-9])(?:[ -]|$$)')) AS code,
         coalesce(CASE extract(reply, '[0-9]+')
$cases
         ELSE NULL END, CASE WHEN greets THEN $greeting ELSE NULL END) AS id
  FROM replies
)
SELECT multiIf(id IS NOT NULL, 'known', side = 'out', 'remote', 'unexplained') AS kind,
       id, code, side, sum(rows) AS count, min(earliest) AS first, max(latest) AS last
FROM known GROUP BY kind, id, code, side ORDER BY count DESC, id, side, code;
