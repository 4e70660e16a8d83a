/*
 * The search in the header: the answer to a pasted line, then matching pages and guides. Nothing that is typed leaves
 * the page. The theme shows the box and handles the arrow keys; worker.js turns off the theme's own search.
 */
(() => {
  "use strict";
  const input = document.querySelector("[data-md-component=search-query]");
  const results = document.querySelector("[data-md-component=search-result]");
  const { element, pageUrl, markEntry } = window.smtpElements ?? {};
  if (!input || !results || !element || !window.answerTyped) return;
  const place = element("div", "answer-place");
  place.setAttribute("role", "status");
  const list = element("ol", "md-search-result__list catalogue-hits");
  results.prepend(place, list);
  window.keepWordsApart(input);

  const KINDS = { code: "Reply code", setting: "Setting", article: "KB article", procedure: "Procedure", debug: "Debug code", notice: "Notice", guide: "Guide" };
  const hit = (entry) => {
    const kind = KINDS[entry.kind] ? element("span", "hit-kind", KINDS[entry.kind]) : "";
    const [, code, name] = entry.title.match(/^(\d{3} )?(.*)$/s);
    const title = element("p", "hit-title", code ? element("span", "hit-code", code) : "", name, " ", kind);
    const link = element("a", "md-search-result__link hit", title, element("p", "hit-note", entry.note));
    link.href = pageUrl(entry.url, {});
    link.tabIndex = -1;
    markEntry(link, entry);
    if (entry.severity) link.dataset.severity = entry.severity;
    return element("li", "md-search-result__item", link);
  };

  const answer = () => {
    if (!window.searchFor) {
      place.textContent = input.value ? "Loading the catalogue\u2026" : "";
      return;
    }
    const { card, hits } = window.searchFor(input.value);
    const others = card ? hits.filter(({ id }) => id !== card.dataset.reply) : hits;
    const hadFocus = list.contains(document.activeElement);
    place.replaceChildren(...[card].filter(Boolean));
    list.replaceChildren(...others.map(hit));
    if (hadFocus) list.querySelector("a")?.focus(); // the reader went on while the last letters were searched
    results.classList.toggle("has-hits", Boolean(card) || hits.length > 0);
  };
  window.answerTyped(input, answer);
  input.form.addEventListener("reset", () => setTimeout(answer));
  if (new URLSearchParams(location.search).has("q")) window.smtpLoad().catch(() => {}); // the theme enters the query
})();
