/*
 * What whole logs hold: the browser's half of generator/scan.py. Sets window.newScan(), which counts pieces
 * of text as they are read, and window.redactLine(text). Memory is bounded, however long the log is.
 */
(() => {
  "use strict";
  const table = window.smtpReplies;
  if (!table || !window.explainReply) return;
  const { readLine, fieldsOf, isRemark } = window.smtpLines;
  const pages = new Map(table.replies.map((reply) => [reply.id, reply]));
  const { mostKnown, mostAddresses, mostTexts, mostLine, namedAddresses, namedTexts, mostText, hidden } = table.scan;

  const MAIL = /[^ \t\r\n<>@"'(),;:[\]]{1,64}@[^ \t\r\n<>@"'(),;:[\]]{1,255}/g;
  const IPV4 = /(?<![0-9.])([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3})\.[0-9]{1,3}(?![0-9])/g;
  const IPV6 = /(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![0-9A-Za-z:])/g;
  const AUTH = /\b(AUTH(?:[ \t]+(?:LOGIN|PLAIN|CRAM-MD5|NTLM|XOAUTH2))?)[ \t]+[^ \t\r\n]+/gi;
  const BASE64 = /(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{6,256}={1,2}|[A-Za-z0-9+/]{24,256})(?![A-Za-z0-9+/=])/g;
  const CODES = /^[^A-Za-z0-9]*[2-5][0-9]{2}(?:[ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?(?=[ -]|$)/;
  const CHANGES = /[^ \t\r\n]*[0-9@][^ \t\r\n]*/g;

  const shortIpv6 = (found) => {
    const parts = found.split(":");
    return parts.length > 3 || found.includes("::") ? `${parts.slice(0, 3).join(":")}::x` : found;
  };
  const redact = (text) =>
    text
      .replace(AUTH, "$1 [hidden]")
      .replace(MAIL, "[address]")
      .replace(BASE64, "[hidden]")
      .replace(IPV4, "$1.x")
      .replace(IPV6, shortIpv6);
  /* What texts of one kind share: every word that holds a digit or an @ becomes *. */
  const shape = (long) => {
    const text = long.slice(0, 4 * mostText).replace(AUTH, "$1 *");
    const [codes = ""] = CODES.exec(text) ?? [];
    const rest = text.slice(codes.length).replace(BASE64, "*").replace(CHANGES, "*");
    return (codes + rest).trim().slice(0, mostText);
  };
  window.redactLine = redact;

  const TIME = /^([0-9]{2})\/([0-9]{2})\/([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})$/;
  const MARK = /^[A-Z]+-[A-Z]+$/;
  const ADDRESS = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/;
  const VARYING = /[0-9]{2}\/[0-9]{2}\/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}/g;
  const MOST_PERIODS = 1500;

  const newSeen = (kind) => ({ kind, count: 0, first: "", last: "", addresses: new Map(), example: "" });
  const most = (counts, count) =>
    [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).slice(0, count);

  window.newScan = () => {
    const kinds = new Map();
    const silent = newSeen(null);
    let fields = table.w3c;
    let lines = 0;
    let rest = "";
    let [met, times, periods] = [new Map(), new Map(), new Map()];
    let width = "2026-11-24T10".length;

    const periodOf = (iso) => {
      const key = iso.slice(0, width);
      if (!periods.has(key)) periods.set(key, { 2: 0, 3: 0, 4: 0, 5: 0 });
      return periods.get(key);
    };
    /* A time that begins a row, as it sorts, with the counts of its hour; undefined where none does. */
    const timeOf = (text) => {
      const found = TIME.exec(text);
      if (!found) return undefined;
      const iso = `20${found[3]}-${found[1]}-${found[2]}T${found[4]}`;
      const time = { iso, period: periodOf(iso) };
      times.set(text, time);
      return time;
    };
    const add = (seen, iso, period, address) => {
      seen.count += 1;
      if (iso) {
        if (iso > seen.last) seen.last = iso;
        if (!seen.first || iso < seen.first) seen.first = iso;
        const digit = seen.kind ? String(seen.kind.code)[0] : "";
        if (period && digit in period) period[digit] += 1;
      }
      if (address) seen.addresses.set(address, (seen.addresses.get(address) ?? 0) + 1);
    };
    const judge = (line) => {
      const read = readLine(line, fields);
      if (isRemark(line) || ["", hidden].includes(read.text.trim())) return silent;
      const { id, side, code } = window.explainReply(line, fields);
      if (!id && read.debug) return silent;
      const kind = { reply: id, side, code, text: id ? "" : shape(read.text) };
      const key = JSON.stringify([id, side, code, kind.text]);
      if (!kinds.has(key)) kinds.set(key, newSeen(kind));
      const seen = kinds.get(key);
      seen.example = seen.example || read.text;
      return seen;
    };
    const known = (mark, form, line) => {
      const key = `${mark}\t${form.replace(VARYING, "\u0002")}`;
      if (!met.has(key)) met.set(key, judge(line));
      return met.get(key);
    };
    const other = (line) => {
      if (!line.trim()) return;
      lines += 1;
      fields = fieldsOf(line) ?? fields;
      const { text, mark, beside } = readLine(line, fields);
      const { time = "", address = "" } = beside;
      add(known(mark, text, line), time, time && periodOf(time), address);
    };
    const count = (line) => {
      const ends = [line.indexOf("\t")];
      while (ends.length < 8 && ends.at(-1) >= 0) ends.push(line.indexOf("\t", ends.at(-1) + 1));
      const column = (at) => line.slice(at && ends[at - 1] + 1, ends[at] < 0 ? undefined : ends[at]);
      const time = ends.length < 8 ? undefined : times.get(column(0)) ?? timeOf(column(0));
      if (!time || !MARK.test(column(1))) return other(line.endsWith("\r") ? line.slice(0, -1) : line);
      lines += 1;
      const [mark, address] = [column(1), column(4)];
      const reply = column(7).replace(/\r$/, "");
      const raw = `${mark}\t${reply}`;
      let seen = met.get(raw);
      if (!seen) {
        let form = reply.replaceAll(column(0), "\u0000");
        if (ADDRESS.test(address)) form = form.replaceAll(address, "\u0001");
        const key = `${mark}\t${form}`;
        seen = met.get(key) ?? known(mark, form, line.replace(/\r$/, ""));
        met.set(key, seen);
      }
      return add(seen, time.iso, time.period, address);
    };
    const trimAddresses = (seen) => {
      if (seen.addresses.size > mostAddresses) seen.addresses = new Map(most(seen.addresses, mostAddresses / 2));
    };
    const merge = (seen, gone) => {
      seen.count += gone.count;
      seen.first = [seen.first, gone.first].filter(Boolean).sort()[0] ?? "";
      seen.last = [seen.last, gone.last].sort()[1];
      for (const [address, times] of gone.addresses) {
        seen.addresses.set(address, (seen.addresses.get(address) ?? 0) + times);
      }
      trimAddresses(seen);
    };
    /* Forget what is remembered for speed alone, and the rarer part of what was counted, where it grows. */
    const keepSmall = () => {
      silent.addresses.clear();
      for (const seen of kinds.values()) trimAddresses(seen);
      const unknown = [...kinds].filter(([, { kind }]) => kind.text);
      if (unknown.length > mostTexts) {
        unknown.sort(([, one], [, two]) => two.count - one.count || (one.kind.text < two.kind.text ? -1 : 1));
        for (const [key, gone] of unknown.slice(mostTexts / 2)) {
          kinds.delete(key);
          const kind = { ...gone.kind, text: "" };
          const all = JSON.stringify([kind.reply, kind.side, kind.code, ""]);
          if (!kinds.has(all)) kinds.set(all, newSeen(kind));
          merge(kinds.get(all), gone);
        }
      }
      if (unknown.length > mostTexts || met.size + times.size > mostKnown) [met, times] = [new Map(), new Map()];
      if (periods.size > MOST_PERIODS && width > 7) {
        width = width > 10 ? 10 : 7;
        const finer = periods;
        [periods, times] = [new Map(), new Map()];
        for (const [key, counts] of finer) {
          const period = periodOf(key);
          for (const digit of Object.keys(counts)) period[digit] += counts[digit];
        }
      }
    };
    const read = (piece) => {
      let from = 0;
      let end = piece.indexOf("\n");
      if (end >= 0) {
        count(rest + piece.slice(0, end));
        rest = "";
        for (from = end + 1; (end = piece.indexOf("\n", from)) >= 0; from = end + 1) count(piece.slice(from, end));
      }
      rest = (rest + piece.slice(from)).slice(0, mostLine);
      keepSmall();
    };
    const finish = () => {
      if (rest) count(rest);
      rest = "";
    };

    const order = (one, other) => {
      const [a, b] = [one, other].map(({ kind }) => [kind.reply ?? "", kind.side ?? "", kind.code ?? 0, kind.text]);
      const at = a.findIndex((value, index) => value !== b[index]);
      return other.count - one.count || (at < 0 ? 0 : a[at] < b[at] ? -1 : 1);
    };
    const when = ({ count: rows, first, last }) => ({ count: rows, first: first || null, last: last || null });
    const result = () => {
      const all = [...kinds.values()].sort(order);
      const sum = (some) => some.reduce((total, seen) => total + seen.count, 0);
      const texts = (some) =>
        some.slice(0, namedTexts).map((seen) => ({
          side: seen.kind.side, code: seen.kind.code, text: seen.kind.text || "(many other texts)", ...when(seen),
        }));
      const replies = all.filter(({ kind }) => kind.reply);
      const remote = all.filter(({ kind }) => !kind.reply && kind.side === "out");
      const unexplained = all.filter(({ kind }) => !kind.reply && kind.side !== "out");
      const told = all.filter(({ first }) => first);
      return {
        version: table.scan.version,
        lines,
        without_reply: silent.count,
        first: told.map(({ first }) => first).sort()[0] ?? null,
        last: told.map(({ last }) => last).sort().at(-1) ?? null,
        known_count: sum(replies),
        remote_count: sum(remote),
        unexplained_count: sum(unexplained),
        replies: replies.map((seen) => {
          const { id, code, title, url } = pages.get(seen.kind.reply);
          const addresses = most(seen.addresses, namedAddresses).map(([address, times]) => ({ address, count: times }));
          return { id, code, title, url, side: seen.kind.side, ...when(seen), addresses };
        }),
        remote: texts(remote),
        unexplained: texts(unexplained),
        hours: [...periods].sort(([one], [two]) => (one < two ? -1 : 1)),
      };
    };
    return { read, finish, result };
  };
})();
