/*
 * The home page's finder. A pasted line or bounce is explained; words keep the rows that hold them.
 * Nothing leaves the page. Without this script the table shows every reply.
 */
(() => {
  "use strict";
  const input = document.getElementById("finder");
  const table = document.querySelector("[data-finder-table]");
  if (!input || !table) return;
  const status = document.querySelector(".finder-status");
  const none = document.querySelector(".finder-none");
  const place = document.querySelector(".finder-answer");

  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, all: words(row.textContent).join(" ") }));

  /* The rows for what was typed: the reply it holds, or every row with all of its words. */
  const fitting = (text) => {
    const explained = window.explainReply && window.explainReply(text);
    if (explained && explained.known) return rows.filter(({ row }) => row.dataset.reply === explained.id);
    const typed = words(text);
    const shown = rows.filter(({ all }) => typed.every((word) => all.includes(word)));
    if (shown.length || !explained) return shown;
    return rows.filter(({ row }) => explained.candidates.includes(row.dataset.reply));
  };

  const find = () => {
    const text = input.value.trim();
    const shown = fitting(text);
    const visible = new Set(shown.map(({ row }) => row));
    for (const { row } of rows) row.hidden = !visible.has(row);
    none.hidden = shown.length > 0;
    table.hidden = shown.length === 0;
    const answer = text && window.replyAnswer ? window.replyAnswer(input.value) : null;
    place.replaceChildren(...(answer ? [answer] : []));
    none.hidden = none.hidden || Boolean(answer);
    status.textContent = text ? `${shown.length} of ${rows.length} replies` : "";
    return shown;
  };

  if (window.keepWordsApart) window.keepWordsApart(input);
  input.addEventListener("input", find);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [first] = find();
    if (first) location.href = first.row.querySelector("a").href;
  });
  find();
})();
