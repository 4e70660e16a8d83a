/*
 * Parses lines of logs and bounces into the reply and the facts beside it: the browser's version of
 * generator/matching/log_formats.py. Sets window.smtpLines for explain.js and scan.js.
 */
(() => {
  "use strict";
  const ACTIVITY = /^([0-9]{2})\/([0-9]{2})\/([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})\t([A-Z]+-[A-Z]+)\t/;
  const DEBUG =
    /^\[?([0-9]{2})\/([0-9]{2})\/([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})\]?[ \t]+(ME-[EI][0-9]{4})(?![0-9])/;
  const DEBUG_ALONE = /^[ \t]*(ME-[EI][0-9]{4})(?![0-9])/;
  const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
  const HOUR = /^[0-9]{2}:[0-9]{2}:[0-9]{2}$/;
  const MARK = /^[A-Z]+-[A-Z]+$/;
  const CODE = /(?<![A-Za-z0-9_.])([2-5][0-5][0-9])([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?(?:[ -]|$)/;
  const CODE_AT_END =
    /(?<![A-Za-z0-9_.])([2-5][0-5][0-9])(?:[ -]+\1)?([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?[^A-Za-z0-9]+$/;
  const OPENING = /^[^A-Za-z0-9]*$/;
  const CONTINUED = /^[^A-Za-z0-9]{0,40}([2-5][0-5][0-9])-/;
  const TO = /TO:[ \t]*<([^<> \t\r\n]{1,320})>/;
  const FINAL = /Final-Recipient:[ \t]*rfc822;[ \t]*<?([^<> \t\r\n]{1,320})/;
  const ALONE = /(?:^|[ \t\r\n])<([^<>@ \t\r\n]{1,64}@[^<>@ \t\r\n]{1,255})>/;
  const RECIPIENT = new RegExp([TO, FINAL, ALONE].map(({ source }) => source).join("|"), "i");
  const BRACKETED = /[(\[]([0-9]{1,3}(?:\.[0-9]{1,3}){3})[)\]]/;
  const DIRECTIVE = "#Fields:";
  const LOOK_BACK = 40;

  const spaces = (text) => " ".repeat(text.length);
  const INVISIBLE = /[\u00ad\u200b-\u200d\ufeff]/g;
  const TAG = /<\/?(?:b|br|code|div|em|font|i|li|p|pre|span|strong|t[drh])(?:[ /][^<>]*)?>/gi;
  const ENTITIES = { lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", nbsp: " ", amp: "&" };
  /* A text that was copied from HTML as a page shows it. */
  const withoutMarkup = (text) =>
    text.replace(INVISIBLE, "").replace(TAG, " ").replace(/&(lt|gt|quot|apos|#39|nbsp|amp);/g, (_, name) => ENTITIES[name]);
  const unfolded = (text) => {
    const match = CONTINUED.exec(text);
    if (!match) return text;
    const again = new RegExp(`(?<=[ \\t\\r\\n])${match[1]}[ -]`, "g");
    return match[0] + text.slice(match[0].length).replace(again, spaces);
  };
  const recipientOf = (text) => {
    const match = RECIPIENT.exec(text);
    return match && (match[1] || match[2] || match[3]);
  };
  const iso = ([, month, day, year, time]) => `20${year}-${month}-${day}T${time}`;
  /* The facts beside a reply, without those that the line doesn't show. */
  const present = (beside) => Object.fromEntries(Object.entries(beside).filter(([, value]) => value));

  const activity = (row, columns) => ({
    text: columns[7] ?? "",
    isRow: true,
    mark: row[5],
    hasCommand: Boolean(columns[5]),
    beside: present({ time: iso(row), address: columns[4], recipient: recipientOf(columns[6] ?? "") }),
  });
  const w3c = (line, fields) => {
    if (!line.includes(" ")) return null;
    const columns = line.split(" ");
    const value = (name) => columns[fields.indexOf(name)] ?? "";
    if (!MARK.test(value("agent")) || !DAY.test(value("date")) || !HOUR.test(value("time"))) return null;
    return {
      text: value("cs-uriquery").replaceAll("+", " "),
      isRow: true,
      mark: value("agent"),
      hasCommand: (value("cs-method") || "-") !== "-",
      beside: present({
        time: `${value("date")}T${value("time")}`,
        address: value("c-ip"),
        recipient: recipientOf(value("cs-uristem").replaceAll("+", " ")),
      }),
    };
  };
  const readLine = (line, fields) => {
    const row = ACTIVITY.exec(line);
    if (row) return activity(row, line.split("\t"));
    const other = w3c(line, fields);
    if (other) return other;
    const debug = DEBUG.exec(line);
    if (debug) {
      const address = BRACKETED.exec(line);
      return { text: line, mark: null, debug: debug[5], beside: present({ time: iso(debug), address: address && address[1] }) };
    }
    const alone = DEBUG_ALONE.exec(line);
    const recipient = recipientOf(withoutMarkup(line));
    return { text: unfolded(line), mark: null, debug: alone && alone[1], beside: present({ recipient }) };
  };
  const fieldsOf = (line) =>
    line.startsWith(DIRECTIVE) ? line.slice(DIRECTIVE.length).split(/[ \t\r\n]+/).filter(Boolean) : null;

  const replyCode = (match, before) =>
    match && { code: Number(match[1]), enhanced: Boolean(match[2]), leads: OPENING.test(before) };
  const firstCode = (text) => {
    const match = CODE.exec(text);
    return match && replyCode(match, text.slice(0, match.index));
  };
  const lastCode = (text, position) => {
    const match = [...text.slice(0, position).matchAll(new RegExp(CODE, "g"))].pop();
    return match && replyCode(match, text.slice(0, match.index));
  };
  const codeBefore = (text, position) => {
    const start = Math.max(0, position - LOOK_BACK);
    const match = CODE_AT_END.exec(text.slice(start, position));
    return match && replyCode(match, text.slice(0, start + match.index));
  };

  const REMARK = /^(?:#|\[[0-9/: ]{17}\][* ]*LOG FILE )/;
  const isRemark = (line) => REMARK.test(line);

  window.smtpLines = { readLine, fieldsOf, isRemark, firstCode, lastCode, codeBefore, withoutMarkup };
})();
