/*
 * The search box of the home page. It explains a pasted line or bounce. Words filter the table, or show links if there
 * are too many replies for a table. Nothing leaves the page. Without this script, the table shows all replies.
 */
(() => {
  "use strict";
  const input = document.getElementById("finder");
  const table = document.querySelector("[data-finder-table]");
  const { element, entryLink } = window.smtpElements ?? {};
  const [status, none, place] = ["status", "none", "answer"].map((part) => document.querySelector(`.finder-${part}`));
  if (!input || !status || !none || !place || !element || !window.answerTyped) return;

  const rows = table ? [...table.tBodies[0].rows] : [];
  const rowOf = new Map(rows.map((row) => [row.dataset.reply, row]));

  /* The ids of the replies for a text: the reply in it, or the search results, best first. */
  const matching = (text, hits) => {
    const explained = window.explainReply(text);
    if (explained.known) return [explained.id];
    const ids = hits.flatMap(({ kind, id }) =>
      kind === "code" ? rows.map((row) => row.dataset.reply).filter((reply) => reply.startsWith(`${id}/`)) : [id],
    );
    const listed = [...new Set(ids)].filter((id) => rowOf.has(id));
    return listed.length ? listed : explained.candidates;
  };
  const linkTo = (entry) => element("div", "answer", entryLink(entry));

  const find = () => {
    if (!window.searchFor) return undefined; // still loading
    const text = input.value.trim();
    const { card: answer, hits } = window.searchFor(text);
    const shown = (text ? matching(text, hits).map((id) => rowOf.get(id)) : rows).filter(Boolean);
    const beyond = table ? hits.slice(0, 1).filter(({ kind }) => !answer && kind !== "reply") : hits;
    const links = beyond.filter(({ id }) => id !== answer?.dataset.reply).map(linkTo);
    if (table) {
      const visible = new Set(shown);
      for (const row of rows) row.hidden = !visible.has(row);
      table.tBodies[0].append(...shown, ...rows.filter((row) => row.hidden));
      table.hidden = shown.length === 0;
    }
    place.replaceChildren(...[answer, ...links].filter(Boolean));
    none.hidden = !text || shown.length > 0 || Boolean(answer) || links.length > 0;
    status.textContent = text && table ? `${shown.length} of ${rows.length} replies match` : "";
    return (table ? (links[0] ?? shown[0]) : place)?.querySelector("a");
  };

  window.keepWordsApart(input);
  window.answerTyped(input, find);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const open = () => {
      const first = find();
      if (first) location.href = first.href;
    };
    window.smtpLoad().then(open, () => {});
  });
})();
