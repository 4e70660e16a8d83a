/*
 * The answer to a pasted line as an element: a link to the reply's page, what the reply means on the side that the
 * line shows, and the values in the line; or "Not in the catalogue". Sets window.replyAnswer(text), which returns
 * null for text that isn't a line, so that the ordinary search answers it.
 */
(() => {
  "use strict";
  const explain = window.explainReply;
  if (!explain) return;
  const { replies } = window.smtpReplies;
  const byId = new Map(replies.map((reply) => [reply.id, reply]));
  const { element, pageUrl } = window.smtpElements;
  const marks = Object.fromEntries(Object.entries(window.smtpReplies.sides).map(([mark, side]) => [side, mark]));

  window.smtpElements.marks = marks;

  const NOTES = {
    variant: "the text is cut off, has other or extra words, or has no code",
    shortened: "words are missing, and no other reply has the words that are left",
  };
  const known = ({ id, side, row = {}, values, confidence }) => {
    const reply = byId.get(id);
    const link = element("a", "answer-link", element("strong", "answer-code", String(reply.code)), ` ${reply.title}`);
    link.href = pageUrl(reply.url, { side, ...row, ...values });
    const box = element("div", "answer", link);
    if (!side) box.append(element("p", "", `${reply.kind}. ${reply.summary}`));
    for (const key of side ? [side] : ["in", "out"]) {
      const { means, clearsUp, who, first } = reply[key];
      box.append(element("p", "", element("code", "", marks[key]), ` ${means} ${clearsUp} Who acts: ${who}`));
      box.append(element("p", "answer-first", first));
    }
    const read = Object.entries(values).map(([key, value]) => `${key}: ${value}`);
    if (read.length) box.append(element("p", "answer-note", read.join(" \u00b7 ")));
    const note = NOTES[confidence];
    if (note) box.append(element("p", "answer-note", `This isn\u2019t an exact match: ${note}. Compare it with the page.`));
    box.dataset.reply = id;
    box.dataset.severity = reply.severity;
    return box;
  };

  const unknown = ({ code, side, url, candidates }) => {
    const box = element("div", "answer", element("strong", "", "Not in the catalogue."));
    const origin = side === "out" ? `The row is marked ${marks.out}, so the text comes from another server.` : "The text may come from another server.";
    box.append(` ${origin}`);
    box.dataset.reply = "";
    const ids = candidates.slice(0, 3).map((id) => byId.get(id));
    const links = ids.map((reply) => [`Similar: ${reply.code} ${reply.title}`, reply.url]);
    if (url) links.unshift([`What code ${code} means`, url]);
    for (const [label, target] of links) {
      const link = element("a", "answer-near", label);
      link.href = pageUrl(target, {});
      box.append(element("p", "answer-note", link));
    }
    return box;
  };

  /* Whether a text looks like a line instead of search words: a log row, or a code with a text after it. */
  const isLine = (text) =>
    window.smtpLines.readLine(text, window.smtpReplies.w3c).isRow ||
    /\t|(^|[^0-9.])[245]\.\d{1,3}\.\d{1,3}([^0-9.]|$)/.test(text) ||
    /(^|[\s'"])[2-5]\d\d[ -][^\s]+ \S/.test(text);

  window.replyAnswer = (text, always = false) => {
    if (!text.trim()) return null;
    const explained = explain(text);
    if (explained.known) return known(explained);
    return always || isLine(text) ? unknown(explained) : null;
  };
})();
