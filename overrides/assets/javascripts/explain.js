/*
 * Finds the reply in a line of a log or a bounce: the browser's version of generator/matching/explainer.py. The pattern
 * table comes from patterns.js; tests run the same vectors through both versions. Sets window.explainReply(line), and
 * window.replyIn(read) for whole logs. The time is linear in the length of the line, and nothing leaves the page.
 */
(() => {
  "use strict";
  const table = window.smtpReplies;
  if (!table) return;
  const { readLine, firstCode, lastCode, codeBefore, withoutMarkup } = window.smtpLines;
  const { rules, replies, sides } = table;
  const codes = new Set(table.codes);

  const types = new Map(
    Object.entries(table.types).map(([name, { expression, most, edges }]) => [
      name,
      { fits: new RegExp(`^(?:${expression})$`, "i"), most, edges },
    ]),
  );
  const addTo = (map, key, value) => {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(value);
  };
  const anchored = new Map();
  const rows = new Map();
  for (const [reply, wording, anchor, atoms, own, telling] of table.patterns) {
    const literals = atoms.filter((atom) => typeof atom === "string").length;
    const pattern = { reply: replies[reply], wording, anchor, atoms, literals, own, telling };
    addTo(anchored, atoms[anchor], pattern);
    for (let at = 0; at + rules.run <= atoms.length; at += 1) {
      const row = atoms.slice(at, at + rules.run);
      if (row.every((atom) => typeof atom === "string")) addTo(rows, row.join(" "), [pattern, at]);
    }
  }

  const tokens = (text, corrections = new Map()) => {
    const spans = [...text.matchAll(/[A-Za-z0-9]+/g)].map((word) => [word.index, word.index + word[0].length]);
    const slice = (start, end, edges) => {
      let [low, high] = [spans[start][0], spans[end - 1][1]];
      const before = edges.find((edge) => text.slice(0, low).endsWith(edge));
      const after = edges.find((edge) => text.startsWith(edge, high));
      if (before) low -= before.length;
      if (after) high += after.length;
      return text.slice(low, high);
    };
    const written = spans.map(([low, high]) => text.slice(low, high).toLowerCase());
    const corrected = (start, end) => written.slice(start, end).some((word) => corrections.has(word));
    return { text, spans, slice, corrected, words: written.map((word) => corrections.get(word) ?? word) };
  };

  const range = (at, count, step) => (step > 0 ? [at, at + count] : [at - count + 1, at + 1]);

  /* The number of words that a placeholder covers: up to the next literal, or as many as fit its type. */
  const countWords = (type, line, at, step, following) => {
    const room = step > 0 ? line.words.length - at : at + 1;
    let most = 0;
    for (let count = 1; count <= Math.min(type.most, room); count += 1) {
      const [low] = range(at, count, step);
      /* A text that starts with a placeholder doesn't include the code before it. */
      if (step < 0 && most && /^[2-5][0-5][0-9]$/.test(line.words[low])) break;
      const fits = type.fits.test(line.slice(...range(at, count, step), type.edges));
      if (following !== undefined) {
        const beyond = at + count * step;
        const last = line.words.length - 1;
        const ends = beyond < 0 || beyond > last || line.words[beyond] === following;
        const cut = step > 0 && beyond === last && following.startsWith(line.words[beyond]);
        if (fits && (ends || cut)) return count;
      } else if (fits) most = count;
      else if (most) break;
    }
    return most;
  };

  const STAND_IN = new RegExp(`^(?:${rules.standIn})$`);
  const CODE_WORD = /^[2-5][0-5][0-9]$/;
  /* The number of words that stand for a value, 0 if it is left out; null if the text goes on differently. */
  const standIn = (line, at, step, following) => {
    const { words } = line;
    if (typeof following === "string") {
      for (let count = 0; count <= rules.mostStandIn; count += 1) {
        const word = words[at + count * step];
        if (word === undefined) return words.slice(Math.max(at, 0)).every((one) => STAND_IN.test(one)) ? count : null;
        if (word === following) return count;
      }
      return null;
    }
    if (step < 0) {
      const before = words.slice(Math.max(0, at - rules.mostLeading), at + 1).reverse();
      const count = before.findIndex((word) => CODE_WORD.test(word));
      return count > 0 && !/^[245]$/.test(before[count - 1]) ? count : 0;
    }
    const count = words.slice(at).findIndex((word) => !STAND_IN.test(word));
    return count < 0 ? words.length - at : count;
  };
  /* Whether a value is part of a longer expression, such as mail.[removed].com, by the word beyond it. */
  const isPart = (line, beyond, step) => {
    const word = line.words[beyond];
    if (word === undefined || CODE_WORD.test(word)) return false;
    const before = Math.min(beyond, beyond - step);
    const attached = !/\s/.test(line.text.slice(line.spans[before][1], line.spans[before + 1][0]));
    return step < 0 ? attached || STAND_IN.test(word) : attached && STAND_IN.test(word);
  };
  const isValue = (atom) => atom !== undefined && typeof atom !== "string";
  const leftOut = (atoms, word) => atoms.find((atom) => typeof atom === "string") === word;

  /* Match atoms against the words to the right or to the left; null if they differ. */
  const walk = (atoms, line, from, step, values) => {
    let [at, literals, redacted, replaced] = [from, 0, false, false];
    const done = (stop, rest) => ({ stop, literals, rest, redacted });
    for (const [index, atom] of atoms.entries()) {
      const left = at >= 0 && at < line.words.length;
      const next = atoms[index + 1];
      if (!left && step > 0) {
        const out = atoms.slice(index).every(isValue);
        redacted = redacted || out;
        return done(at, out ? 0 : atoms.length - index);
      }
      if (isValue(atom)) {
        const type = types.get(atom[0]);
        const known = typeof next === "string" ? next : undefined;
        let count = left && !replaced ? countWords(type, line, at, step, known) : 0;
        if (count && !(next === undefined && isPart(line, at + count * step, step))) {
          values.push([atom[0], line.slice(...range(at, count, step), type.edges)]);
        } else {
          [redacted, replaced] = [true, true];
          count = isValue(next) ? 0 : standIn(line, at, step, next);
          if (count === null) return null;
        }
        at += count * step;
        continue;
      }
      replaced = false;
      if (!left) return done(at, atoms.length - index);
      if (line.words[at] === atom) {
        literals += 1;
        at += step;
      } else if (step > 0 && at === line.words.length - 1 && atom.startsWith(line.words[at])) {
        return done(at + 1, atoms.length - index);
      } else if (isValue(next) && leftOut(atoms.slice(index + 1), line.words[at])) {
        [redacted, replaced] = [true, true];
      } else return null;
    }
    return done(at, 0);
  };

  const AFTER = /^[.!]?(?:[^A-Za-z0-9]*$|[ \t\r]*[\n"'()[\]<>;|\\]|[ \t\r]{2})/;

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
      corrected: line.corrected(left.stop + 1, right.stop),
      redacted: left.redacted || right.redacted,
      found: pattern.atoms.length - right.rest,
      entire: !right.rest && left.stop === -1 && right.stop === line.words.length,
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

  /* Corrections of small typing errors, as in generator/matching/typos.py. */
  const patternsWith = new Map();
  table.patterns.forEach(([, , , atoms], index) => {
    for (const word of new Set(atoms.filter((atom) => typeof atom === "string"))) {
      if (!patternsWith.has(word)) patternsWith.set(word, []);
      patternsWith.get(word).push(index);
    }
  });
  const plain = (word) => word.length >= rules.shortest && word.length <= rules.longest && !/^[0-9]+$/.test(word);
  const keys = (word) => [word, ...[...word].map((_, at) => word.slice(0, at) + word.slice(at + 1))];
  const shortened = new Map();
  for (const word of [...patternsWith.keys()].sort()) {
    if (!plain(word)) continue;
    for (const key of keys(word)) {
      if (!shortened.has(key)) shortened.set(key, []);
      shortened.get(key).push(word);
    }
  }
  const isNear = (one, other) => {
    const [short, long] = one.length <= other.length ? [one, other] : [other, one];
    let same = 0;
    while (same < short.length && short[same] === long[same]) same += 1;
    if (short.length < long.length) return short.slice(same) === long.slice(same + 1);
    if (short.slice(same + 1) === long.slice(same + 1)) return true;
    return short[same] === long[same + 1] && short[same + 1] === long[same] && short.slice(same + 2) === long.slice(same + 2);
  };
  const correctionOf = (word) => {
    if (patternsWith.has(word) || !plain(word)) return undefined;
    const near = keys(word).flatMap((key) => shortened.get(key) ?? []);
    return near.filter((known) => isNear(word, known)).sort()[0];
  };
  const corrections = (words) => {
    const pairs = [...new Set(words)].map((word) => [word, correctionOf(word)]);
    return new Map(pairs.filter(([, known]) => known));
  };

  /* The replies most similar to a text, as in generator/matching/suggestions.py. */
  const rarePatterns = (word) => {
    const patterns = patternsWith.get(word) ?? [];
    return patterns.length <= rules.common ? patterns : [];
  };
  const weightOf = (word) => {
    const count = patternsWith.get(word)?.length ?? 0;
    return count > rules.common ? 0 : 1 / Math.max(count, 1);
  };
  const weightOfAll = (words) => words.reduce((total, word) => total + weightOf(word), 0);
  const nearest = (words) => {
    const distinct = unique(words);
    const sums = new Map();
    const shared = new Map();
    for (const word of distinct) {
      const patterns = rarePatterns(word);
      for (const index of patterns) {
        sums.set(index, (sums.get(index) ?? 0) + 1 / patterns.length);
        shared.set(index, (shared.get(index) ?? 0) + 1);
      }
    }
    const whole = weightOfAll(distinct.filter((word) => !/^[0-9]+$/.test(word)));
    const shares = [...sums].map(([index, total]) => {
      const least = weightOfAll(unique(table.patterns[index][3].filter((atom) => typeof atom === "string")));
      return [total / (shared.get(index) >= rules.few ? Math.min(least, whole) : least), index];
    });
    const near = shares.filter(([share]) => share >= rules.shared).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    return unique(near.map(([, index]) => replies[table.patterns[index][0]].id)).slice(0, rules.mostNear);
  };

  const unique = (ids) => [...new Set(ids)];

  /* Whether a match is a reply of this catalogue and not a text of another server. */
  const fits = (match, read, first) => {
    const code = codeBefore(read.text, match.position);
    const { own, telling } = match.pattern;
    if (!match.whole && own.length && own.every((at) => at >= match.found)) return false;
    if (!code) {
      if (match.entire && telling.length) return true;
      const quoted = (!first || !first.leads) && !read.isRow;
      return quoted && match.telling && match.literals >= Math.min(match.pattern.literals, rules.mostNeeded);
    }
    if (code.enhanced || code.code !== match.pattern.reply.code || (read.isRow && !code.leads)) return false;
    return match.telling || (match.whole && match.alone);
  };
  const ownMatches = (read, first) => {
    if (read.isRow && (!first || first.enhanced || !first.leads)) return [];
    const fitting = (line) => find(line).filter((match) => fits(match, read, first));
    const line = tokens(read.text);
    const own = fitting(line);
    if (own.length || read.isRow) return own;
    const corrected = corrections(line.words);
    return corrected.size ? fitting(tokens(read.text, corrected)) : [];
  };

  /* The replies that a text shortens, the longest run first, as in generator/matching/shortened.py. */
  const runsIn = (line) => {
    const best = new Map();
    const { words } = line;
    for (let start = 0; start + rules.run <= words.length; start += 1) {
      for (const [pattern, at] of rows.get(words.slice(start, start + rules.run).join(" ")) ?? []) {
        if (start && at && words[start - 1] === pattern.atoms[at - 1]) continue;
        let length = rules.run;
        while (pattern.atoms[at + length] !== undefined && pattern.atoms[at + length] === words[start + length]) length += 1;
        const telling = pattern.telling.some((index) => index >= at && index < at + length);
        if (!telling || length < rules.runShare * pattern.literals) continue;
        const known = best.get(pattern.reply.id);
        if (!known || length > known.length) best.set(pattern.reply.id, { pattern, length, position: line.spans[start][0] });
      }
    }
    return [...best.values()].sort((one, other) => other.length - one.length);
  };
  const isShortened = ({ pattern, length, position }, text) => {
    const code = lastCode(text, position);
    if (code) return code.code === pattern.reply.code && !code.enhanced;
    return length >= Math.max(rules.runAlone, rules.runShareAlone * pattern.literals);
  };
  const shortenedReplies = (read) => {
    if (read.isRow) return [];
    const line = tokens(read.text);
    const corrected = corrections(line.words);
    for (const each of corrected.size ? [line, tokens(read.text, corrected)] : [line]) {
      const own = runsIn(each).filter((run) => isShortened(run, read.text));
      if (own.length) return own.map(({ pattern }) => pattern.reply);
    }
    return [];
  };

  const greetings = replies.filter(({ code }) => code === rules.greeting);
  const isGreeting = (read) => {
    const first = firstCode(read.text);
    return Boolean(first) && first.leads && first.code === rules.greeting && !read.hasCommand && sides[read.mark] === "in";
  };

  const repliesOfDebugCode = new Map();
  for (const reply of replies) {
    for (const code of reply.debug) repliesOfDebugCode.set(code, [...(repliesOfDebugCode.get(code) ?? []), reply]);
  }
  const page = (reply) => ({ known: true, id: reply.id, code: reply.code, text: reply.text, url: reply.url });
  const unknown = { known: false, id: null, code: null, text: null, url: null };

  /* The reply in a parsed line, or the others that it may be. */
  const answerAsWritten = (read, first) => {
    const [best, ...rest] = ownMatches(read, first);
    if (best) {
      const { whole, alone, corrected, redacted, position, values, pattern } = best;
      const exact = whole && alone && !corrected && !redacted && Boolean(codeBefore(read.text, position));
      const others = unique(rest.map((match) => match.pattern.reply)).filter((reply) => reply !== pattern.reply);
      return { reply: pattern.reply, others, confidence: exact ? "exact" : "variant", values };
    }
    const only = (found, confidence) =>
      found.length === 1 ? { reply: found[0], others: [], confidence, values: {} } : { reply: null, others: found };
    const debug = repliesOfDebugCode.get(read.debug);
    if (debug) return only(debug, "variant");
    const shorter = shortenedReplies(read);
    if (shorter.length) return only(shorter, "shortened");
    if (isGreeting(read)) return only(greetings, "variant");
    return only([]);
  };

  const answerTo = (read, first) => {
    const answer = answerAsWritten(read, first);
    if (answer.reply || answer.others.length || read.isRow) return answer;
    const text = withoutMarkup(read.text);
    return text === read.text ? answer : answerAsWritten({ ...read, text }, firstCode(text));
  };

  /* The id, side and code of the reply in a parsed line. */
  window.replyIn = (read) => {
    const first = firstCode(read.text);
    const { reply } = answerTo(read, first);
    const code = reply ? reply.code : first ? first.code : null;
    return { id: reply ? reply.id : null, side: sides[read.mark] ?? null, code };
  };

  window.explainReply = (line, fields = table.w3c) => {
    const read = readLine(line, fields);
    const first = firstCode(read.text);
    const answer = { line, side: sides[read.mark] ?? null, values: {}, confidence: null, candidates: [] };
    if (Object.keys(read.beside).length) answer.row = read.beside;
    const { reply, others, confidence, values } = answerTo(read, first);
    const ids = others.map(({ id }) => id);
    if (reply) return { ...answer, ...page(reply), values, confidence, candidates: ids };
    const code = Boolean(first) && !first.enhanced && codes.has(first.code);
    return {
      ...answer, ...unknown,
      code: first ? first.code : null,
      confidence: code ? "code-only" : null,
      candidates: ids.length ? ids : nearest(tokens(read.text).words),
      url: code ? `codes/${first.code}/` : null,
    };
  };
})();
