/*
 * The home page's finder. A pasted line or bounce is explained; words keep the rows that hold them.
 * Nothing leaves the page. Without this script the table shows every reply. A large catalogue has no rows:
 * its replies are links.
 */
(() => {
  "use strict";
  const input = document.getElementById("finder");
  const table = document.querySelector("[data-finder-table]");
  if (!input || !table) return;
  const status = document.querySelector(".finder-status");
  const none = document.querySelector(".finder-none");
  const place = document.querySelector(".finder-answer");

  const rows = [...table.tBodies[0].rows];
  const rowOf = new Map(rows.map((row) => [row.dataset.reply, row]));
  const MOST_LINKS = 8;
  const { element, pageUrl } = window.smtpElements ?? {};

  /* The ids of the replies for what was typed: the one it holds, or what the search finds, best first. */
  const fitting = (text, hits) => {
    const explained = window.explainReply && window.explainReply(text);
    if (explained && explained.known) return [explained.id];
    const found = hits.flatMap(({ kind, id }) =>
      kind === "code" ? rows.map((row) => row.dataset.reply).filter((reply) => reply.startsWith(`${id}/`)) : [id],
    );
    const ids = [...new Set(found)].filter((id) => rowOf.has(id));
    return ids.length || !explained ? ids : explained.candidates;
  };
  const linkTo = (entry) => {
    const link = element("a", "answer-near", entry.title);
    link.href = pageUrl(entry.url, {});
    link.dataset[entry.kind] = entry.id;
    return element("div", "answer", link);
  };

  const find = () => {
    const text = input.value.trim();
    const { card: answer, hits } = window.searchFor ? window.searchFor(text) : { card: null, hits: [] };
    const shown = text ? fitting(text, hits).flatMap((id) => rowOf.get(id) ?? []) : rows;
    const visible = new Set(shown);
    for (const row of rows) row.hidden = !visible.has(row);
    table.tBodies[0].append(...shown, ...rows.filter((row) => row.hidden));
    table.hidden = shown.length === 0;
    const [best] = hits;
    const linked = rows.length ? [best].filter((hit) => hit && hit.kind !== "reply") : hits.slice(0, MOST_LINKS);
    const links = answer ? [] : linked.map(linkTo);
    place.replaceChildren(...[answer, ...links].filter(Boolean));
    none.hidden = shown.length > 0 || Boolean(answer) || links.length > 0 || !text;
    status.textContent = text && rows.length ? `${shown.length} of ${rows.length} replies` : "";
    return (links[0] ?? shown[0] ?? answer)?.querySelector("a");
  };

  if (window.keepWordsApart) window.keepWordsApart(input);
  input.addEventListener("input", find);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const first = find();
    if (first) location.href = first.href;
  });
  find();
})();
