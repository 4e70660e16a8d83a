/*
 * The search over all pages. Sets window.searchFor(text), which returns the answer to a line and the matching entries,
 * best first. The index is built from the entries of search-data.js in slices, so that a large one doesn't block the
 * page; window.searchReady is a promise for when it is complete.
 */
(() => {
  "use strict";
  const entries = window.smtpSearch;
  if (!entries || !window.MiniSearch || !window.replyAnswer) return;
  const MOST_WORDS = 24;
  const MOST_HITS = 10;
  /* A longer text that isn't in the catalogue is a line; search results for it would be misleading. */
  const MOST_WORDS_OF_A_SEARCH = 4;
  const ENOUGH = 4;
  const TURN = 20; // milliseconds of work before the browser gets a turn
  /* Words that appear in every question, and words that every page is about. */
  const EMPTY = new Set(
    "a an and are as at be but by can do does for from get gets has have how i if in into is it its me my no of on or our so that the this to was we what when why will with you your".split(" "),
  );
  const AROUND = new Set(["smtp", "code", "error", "reply", "response", "mailenable", "kb", "article"]);
  const KINDS = ["code", "setting", "article", "reply", "procedure", "guide"];

  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = (text) => words(text).join(" ");
  /* One form for the singular and the plural. */
  const term = (word) => {
    const small = word.toLowerCase();
    if (EMPTY.has(small)) return null;
    return small.length > 3 && /[^su]s$/.test(small) ? small.slice(0, -1) : small;
  };

  const names = new Map();
  const remember = (name, entry, rank) => {
    const key = joined(name);
    if (!names.has(key)) names.set(key, new Map());
    const known = names.get(key).get(entry) ?? Infinity;
    names.get(key).set(entry, Math.min(rank, known));
  };
  const index = new window.MiniSearch({
    fields: ["names", "words", "path", "note", "body"],
    tokenize: words,
    processTerm: term,
    searchOptions: { boost: { names: 4, words: 4, path: 2, note: 1.2, body: 1 } },
  });
  const learn = (entry, id) => {
    entry.names.forEach((name) => remember(name, entry, 0));
    (entry.words ?? []).forEach((name) => remember(name, entry, 1));
    index.add({
      id,
      names: [entry.title, ...entry.names].join(" "),
      words: (entry.words ?? []).join(" "),
      path: entry.path ?? "",
      note: entry.note,
      body: entry.body ?? "",
    });
  };
  const build = async () => {
    let turned = performance.now();
    for (const [id, entry] of entries.entries()) {
      learn(entry, id);
      if (performance.now() - turned < TURN) continue;
      await new Promise((resolve) => setTimeout(resolve));
      turned = performance.now();
    }
  };
  window.searchReady = build();

  /* The entries that have the typed text as a complete name, settings before replies. */
  const named = (typed) => {
    const bare = typed.filter((word) => !AROUND.has(word));
    const found = new Map();
    for (const key of new Set([typed.join(" "), bare.join(" ")])) {
      for (const [entry, rank] of names.get(key) ?? []) found.set(entry, Math.min(rank, found.get(entry) ?? 9));
    }
    const order = ([entry, rank]) => [rank, KINDS.indexOf(entry.kind), entry.names.join().length];
    return [...found]
      .sort((one, other) => {
        const [a, b] = [order(one), order(other)];
        const at = a.findIndex((value, index_) => value !== b[index_]);
        return at < 0 ? 0 : a[at] - b[at];
      })
      .map(([entry]) => entry);
  };

  const searchPages = (text) => {
    const typed = words(text.slice(0, 500)).slice(0, MOST_WORDS);
    if (!typed.length) return [];
    const specific = typed.filter((word) => !AROUND.has(word));
    const query = (specific.length ? specific : typed).join(" ");
    const options = {
      prefix: (word, at, all) => at === all.length - 1 && word.length > 1,
      fuzzy: (word) => (word.length > 3 && !/^\d+$/.test(word) ? 0.2 : false),
      weights: { fuzzy: 0.3, prefix: 0.5 },
    };
    const all = index.search(query, { ...options, combineWith: "AND" });
    const some = all.length < ENOUGH ? index.search(query, { ...options, combineWith: "OR" }) : [];
    const hits = [...all, ...some].map(({ id }) => entries[id]);
    return [...new Set([...named(typed), ...hits])].slice(0, MOST_HITS);
  };

  /* The answer to a pasted line, or null, and the matching pages, best first. */
  window.searchFor = (text) => {
    const card = window.replyAnswer(text);
    const isLong = text.trim().split(/\s+/).length > MOST_WORDS_OF_A_SEARCH;
    const isForeign = card && card.dataset.reply === "";
    return { card, hits: isForeign && isLong ? [] : searchPages(text) };
  };
})();
