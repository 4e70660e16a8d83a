/*
 * A line of a log or a bounce, and the reply that it holds: the browser's half of generator/explain.py.
 * The pattern table comes from patterns.js; the same vectors prove that both halves agree.
 * Sets window.explainReply(line). Linear in the line; nothing leaves the page.
 */
(() => {
  "use strict";
  const table = window.smtpReplies;
  if (!table) return;
  const { rules, replies, sides } = table;
  const codes = new Set(table.codes);

  const types = new Map(
    Object.entries(table.types).map(([name, { expression, most, edges }]) => [
      name,
      { fits: new RegExp(`^(?:${expression})$`, "i"), most, edges },
    ]),
  );
  const anchored = new Map();
  for (const [reply, wording, anchor, atoms] of table.patterns) {
    const literals = atoms.filter((atom) => typeof atom === "string").length;
    const pattern = { reply: replies[reply], wording, anchor, atoms, literals };
    if (!anchored.has(atoms[anchor])) anchored.set(atoms[anchor], []);
    anchored.get(atoms[anchor]).push(pattern);
  }

  /* The part of a line that may hold a reply, and the codes in it, as generator/logs.py reads them. */
  const ACTIVITY = /^[0-9]{2}\/[0-9]{2}\/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\t([A-Z]+-[A-Z]+)\t/;
  const W3C = /^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [^ ]+ ([A-Z]+-[A-Z]+) /;
  const CODE = /(?<![A-Za-z0-9_.])([2-5][0-5][0-9])([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?(?:[ -]|$)/;
  const CODE_AT_END =
    /(?<![A-Za-z0-9_.])([2-5][0-5][0-9])(?:[ -]+\1)?([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?[^A-Za-z0-9]+$/;
  const OPENING = /^[^A-Za-z0-9]*$/;
  const LOOK_BACK = 40;

  const readLine = (line) => {
    let row = ACTIVITY.exec(line);
    if (row) return { text: line.split("\t")[7] ?? "", mark: row[1] };
    row = W3C.exec(line);
    if (row) return { text: (line.split(" ")[9] ?? "").replaceAll("+", " "), mark: row[1] };
    return { text: line, mark: null };
  };
  const replyCode = (found, before) =>
    found && { code: Number(found[1]), enhanced: Boolean(found[2]), leads: OPENING.test(before) };
  const firstCode = (text) => {
    const found = CODE.exec(text);
    return found && replyCode(found, text.slice(0, found.index));
  };
  const codeBefore = (text, position) => {
    const start = Math.max(0, position - LOOK_BACK);
    const found = CODE_AT_END.exec(text.slice(start, position));
    return found && replyCode(found, text.slice(0, start + found.index));
  };

  const tokens = (text) => {
    const spans = [...text.matchAll(/[A-Za-z0-9]+/g)].map((word) => [word.index, word.index + word[0].length]);
    const slice = (start, end, edges) => {
      let [low, high] = [spans[start][0], spans[end - 1][1]];
      const before = edges.find((edge) => text.slice(0, low).endsWith(edge));
      const after = edges.find((edge) => text.startsWith(edge, high));
      if (before) low -= before.length;
      if (after) high += after.length;
      return text.slice(low, high);
    };
    return { text, spans, slice, words: spans.map(([low, high]) => text.slice(low, high).toLowerCase()) };
  };

  const range = (at, count, step) => (step > 0 ? [at, at + count] : [at - count + 1, at + 1]);

  /* How many words a placeholder takes: up to the next literal, or as many as fit its type. */
  const taken = (type, line, at, step, following) => {
    const room = step > 0 ? line.words.length - at : at + 1;
    let most = 0;
    for (let count = 1; count <= Math.min(type.most, room); count += 1) {
      const [low] = range(at, count, step);
      /* A text that begins with a placeholder does not reach back over its code. */
      if (step < 0 && most && /^[2-5][0-5][0-9]$/.test(line.words[low])) break;
      const fits = type.fits.test(line.slice(...range(at, count, step), type.edges));
      if (following !== undefined) {
        const beyond = at + count * step;
        const ends = beyond < 0 || beyond >= line.words.length;
        if (fits && (ends || line.words[beyond] === following)) return count;
      } else if (fits) most = count;
      else if (most) break;
    }
    return most;
  };

  /* Follow atoms through the words to the right or to the left; null where they differ. */
  const walk = (atoms, line, from, step, values) => {
    let [at, literals] = [from, 0];
    for (const [index, atom] of atoms.entries()) {
      if (at < 0 || at >= line.words.length) return { stop: at, literals, rest: atoms.length - index };
      if (typeof atom !== "string") {
        const next = atoms[index + 1];
        const type = types.get(atom[0]);
        const count = taken(type, line, at, step, typeof next === "string" ? next : undefined);
        if (!count) return null;
        values.push([atom[0], line.slice(...range(at, count, step), type.edges)]);
        at += count * step;
      } else if (line.words[at] === atom) {
        literals += 1;
        at += step;
      } else if (step > 0 && at === line.words.length - 1 && atom.startsWith(line.words[at])) {
        return { stop: at + 1, literals, rest: atoms.length - index };
      } else return null;
    }
    return { stop: at, literals, rest: 0 };
  };

  const AFTER = /^[.!]?(?:[ \t\r]*$|[ \t\r]*[\n"'()[\]<>;|]|[ \t\r]{2})/;

  const align = (pattern, line, at) => {
    const values = [];
    const left = walk(pattern.atoms.slice(0, pattern.anchor).reverse(), line, at - 1, -1, values);
    if (!left || left.rest) return null;
    values.reverse();
    const right = walk(pattern.atoms.slice(pattern.anchor + 1), line, at + 1, 1, values);
    if (!right) return null;
    const match = {
      pattern,
      position: line.spans[left.stop + 1][0],
      literals: left.literals + 1 + right.literals,
      whole: !right.rest,
      alone: AFTER.test(line.text.slice(line.spans[right.stop - 1][1])),
      values: Object.fromEntries(values),
    };
    match.telling = match.literals >= (match.whole && !match.alone ? rules.goesOn : rules.telling);
    return match;
  };

  const rank = ({ whole, literals, alone, position }) => [Number(whole), literals, Number(alone), -position];
  const better = (one, other) => {
    const [a, b] = [rank(one), rank(other)];
    const index = a.findIndex((value, at) => value !== b[at]);
    return index < 0 ? 0 : b[index] - a[index];
  };

  const find = (line) => {
    const best = new Map();
    line.words.forEach((word, at) => {
      for (const pattern of anchored.get(word) ?? []) {
        const match = align(pattern, line, at);
        if (!match || !(match.whole || match.telling)) continue;
        const known = best.get(pattern);
        if (!known || better(match, known) < 0) best.set(pattern, match);
      }
    });
    return [...best.values()].sort(better);
  };

  /* Whether a match is this catalogue's reply and not another server's words. */
  const fits = (match, text, first) => {
    const code = codeBefore(text, match.position);
    if (!code) {
      const quoted = !first || !first.leads;
      return quoted && match.telling && match.literals >= Math.min(match.pattern.literals, rules.mostNeeded);
    }
    if (code.enhanced || code.code !== match.pattern.reply.code) return false;
    return match.telling || (match.whole && match.alone);
  };

  const unique = (ids) => [...new Set(ids)];

  window.explainReply = (line) => {
    const { text, mark } = readLine(line);
    const first = firstCode(text);
    const matches = find(tokens(text));
    const own = matches.filter((match) => fits(match, text, first));
    const side = sides[mark] ?? null;
    if (!own.length) {
      const code = Boolean(first) && !first.enhanced && codes.has(first.code);
      return {
        line, known: false, id: null, code: first ? first.code : null, text: null, side, values: {},
        confidence: code ? "code-only" : null,
        candidates: unique(matches.map(({ pattern }) => pattern.reply.id)),
        url: code ? `codes/${first.code}/` : null,
      };
    }
    const [best, ...others] = own;
    const { reply } = best.pattern;
    const exact = best.whole && best.alone && Boolean(codeBefore(text, best.position));
    return {
      line, known: true, id: reply.id, code: reply.code, text: reply.text, side, values: best.values,
      confidence: exact ? "exact" : "variant",
      candidates: unique(others.map(({ pattern }) => pattern.reply.id)).filter((id) => id !== reply.id),
      url: reply.url,
    };
  };
})();
