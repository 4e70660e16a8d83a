/*
 * The home page's finder: keeps the rows of the table that hold what was typed.
 * A pasted line holds more words than any row, so a row whose whole text stands in the line
 * comes first. Nothing leaves the page. Without this script the table shows every reply.
 */
(() => {
  "use strict";
  const input = document.getElementById("finder");
  const table = document.querySelector("[data-finder-table]");
  if (!input || !table) return;
  const status = document.querySelector(".finder-status");
  const none = document.querySelector(".finder-none");

  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const rows = [...table.tBodies[0].rows].map((row) => {
    const literal = row.querySelector("code").cloneNode(true);
    for (const part of literal.querySelectorAll(".placeholder")) part.remove();
    return { row, code: row.cells[0].textContent.trim(), text: words(literal.textContent), all: words(row.textContent).join(" ") };
  });

  /* Whether the words of a text stand in a line in their order, whatever stands between them. */
  const holds = (line, text) => {
    let at = 0;
    for (const word of line) if (word === text[at]) at += 1;
    return text.length > 1 && at === text.length;
  };

  const find = () => {
    const typed = words(input.value);
    let shown = rows.filter(({ all }) => typed.every((word) => all.includes(word)));
    if (!shown.length) {
      const line = rows.filter(({ code, text }) => typed.includes(code) && holds(typed, text));
      const longest = Math.max(0, ...line.map(({ text }) => text.length));
      shown = line.filter(({ text }) => text.length === longest);
    }
    const visible = new Set(shown.map(({ row }) => row));
    for (const { row } of rows) row.hidden = !visible.has(row);
    none.hidden = shown.length > 0;
    table.hidden = shown.length === 0;
    status.textContent = typed.length ? `${shown.length} of ${rows.length} replies` : "";
    return shown;
  };

  input.addEventListener("input", find);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [first] = find();
    if (first) location.href = first.row.querySelector("a").href;
  });
  find();
})();
