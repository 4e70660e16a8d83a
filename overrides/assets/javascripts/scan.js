/*
 * Counts the replies in whole logs: the browser's version of generator/logs/scanner.py. Sets window.newScan(), which
 * counts blocks of text as they are read, and window.redactLine(text). Memory is bounded, however long the log is.
 */
(() => {
  "use strict";
  const table = window.smtpReplies;
  if (!table || !window.explainReply) return;
  const { readLine, fieldsOf, isRemark } = window.smtpLines;
  const pages = new Map(table.replies.map((reply) => [reply.id, reply]));
  const { mostKnown, mostAddresses, mostTexts, mostLine, mostForm, mostTimes, namedAddresses, namedTexts, mostText, hidden } = table.scan;

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
  /* The shape of a text: each word that contains a digit or an @ becomes *. */
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
    let remembered = 0;
    let [formsByMark, times, periods] = [new Map(), new Map(), new Map()];
    let width = "2026-11-24T10".length;

    const periodOf = (iso) => {
      const key = iso.slice(0, width);
      if (!periods.has(key)) periods.set(key, { 2: 0, 3: 0, 4: 0, 5: 0 });
      return periods.get(key);
    };
    /* The time at the start of a row in ISO 8601, with the counts of its hour; undefined if there is none. */
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
    const classify = (read) => {
      if (["", hidden].includes(read.text.trim())) return silent;
      const { id, side, code } = window.replyIn(read);
      if (!id && read.debug) return silent;
      const kind = { reply: id, side, code, text: id ? "" : shape(read.text) };
      const key = JSON.stringify([id, side, code, kind.text]);
      if (!kinds.has(key)) kinds.set(key, newSeen(kind));
      const seen = kinds.get(key);
      seen.example = seen.example || read.text;
      return seen;
    };
    /* The counts of the texts of one side by their form, which leaves out what varies between rows. */
    const formsOf = (mark) => {
      if (!formsByMark.has(mark)) formsByMark.set(mark, new Map());
      return formsByMark.get(mark);
    };
    const keep = (forms, form, seen) => {
      if (form.length <= mostForm && !forms.has(form)) {
        forms.set(form, seen);
        remembered += 1;
      }
      return seen;
    };
    const other = (line) => {
      if (!line.trim()) return;
      lines += 1;
      fields = fieldsOf(line) ?? fields;
      const read = readLine(line, fields);
      const forms = formsOf(`other ${read.mark} ${Boolean(read.hasCommand)}`);
      const form = read.text.replace(VARYING, "\u0002");
      const seen = forms.get(form) ?? keep(forms, form, isRemark(line) ? silent : classify(read));
      const { time = "", address = "" } = read.beside;
      add(seen, time, time && periodOf(time), address);
    };
    const formed = (forms, reply, mark, hasCommand, time, address) => {
      const form = reply.replaceAll(time, "\u0000");
      const known = forms.get(form);
      if (known) return known;
      const timeless = ADDRESS.test(address) ? form.replaceAll(address, "\u0001") : form;
      const bare = timeless.replace(VARYING, "\u0002");
      return keep(forms, form, forms.get(bare) ?? keep(forms, bare, classify({ text: reply, isRow: true, mark, hasCommand })));
    };
    /* Count the line between two positions of a text; its columns are read without copying the line. */
    const ends = new Array(8);
    let tab = -1; // position of the next one
    const count = (text, from, to) => {
      let at = from;
      for (let column = 0; column < 8; column += 1) {
        if (tab < at) tab = text.indexOf("\t", at);
        if (tab < 0) tab = Infinity; // so that a text without a tab is searched once
        const end = tab;
        if (end > to) {
          if (column < 7) return other(text.slice(from, to).replace(/\r$/, ""));
          ends[column] = text.charAt(to - 1) === "\r" ? to - 1 : to;
        } else {
          ends[column] = end;
          at = end + 1;
        }
      }
      const stamp = text.slice(from, ends[0]);
      const time = times.get(stamp) ?? timeOf(stamp);
      const mark = text.slice(ends[0] + 1, ends[1]);
      if (!time || !(formsByMark.has(mark) || MARK.test(mark))) return other(text.slice(from, to).replace(/\r$/, ""));
      lines += 1;
      const address = text.slice(ends[3] + 1, ends[4]);
      const reply = text.slice(ends[6] + 1, ends[7]);
      const hasCommand = ends[5] > ends[4] + 1;
      const forms = formsOf(hasCommand ? mark : `${mark} without a command`);
      const seen = forms.get(reply) ?? formed(forms, reply, mark, hasCommand, stamp, address);
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
    /* Drop caches and the rarer texts when they grow too large. */
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
      if (times.size > mostTimes) times = new Map();
      if (unknown.length > mostTexts || remembered > mostKnown) [formsByMark, remembered] = [new Map(), 0];
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
    const countAlone = (line) => {
      tab = -1;
      count(line, 0, line.length);
      tab = -1;
    };
    const read = (piece) => {
      let from = 0;
      let end = piece.indexOf("\n");
      if (end >= 0 && rest) {
        countAlone(rest + piece.slice(0, end));
        [rest, from] = ["", end + 1];
        end = piece.indexOf("\n", from);
      }
      for (; end >= 0; end = piece.indexOf("\n", from)) {
        count(piece, from, end);
        from = end + 1;
      }
      rest = (rest + piece.slice(from)).slice(0, mostLine);
      tab = -1;
      keepSmall();
    };
    const finish = () => {
      if (rest) countAlone(rest);
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
      const dated = all.filter(({ first }) => first);
      return {
        version: table.scan.version,
        lines,
        without_reply: silent.count,
        first: dated.map(({ first }) => first).sort()[0] ?? null,
        last: dated.map(({ last }) => last).sort().at(-1) ?? null,
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
