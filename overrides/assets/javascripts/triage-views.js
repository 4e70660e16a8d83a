/*
 * The result of a scan as elements: the figures, the chart, the table of replies, the texts that aren't in the
 * catalogue, and the exports. Sets window.triageViews; triage.js adds them to the page.
 */
(() => {
  "use strict";
  const { element, pageUrl, marks } = window.smtpElements ?? {};
  if (!element) return;
  const SVG = "http://www.w3.org/2000/svg";
  const CLASSES = [["2", "positive", "Success"], ["3", "intermediate", "Continue"], ["4", "temporary", "Temporary"], ["5", "permanent", "Permanent"]];
  const isNarrow = () => window.innerWidth < 700;
  const number = (count) => count.toLocaleString("en");
  const clock = (iso) => (iso ? iso.replace("T", " ") : "");
  const severityOf = (code) => CLASSES.find(([digit]) => String(code).startsWith(digit))?.[1] ?? "";

  const drawn = (name, attributes, ...content) => {
    const created = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
    created.append(...content);
    return created;
  };

  const figures = (summary) => {
    const totals = [
      ["known", summary.known_count, "known replies"],
      ["remote", summary.remote_count, "from other servers"],
      ["unexplained", summary.unexplained_count, "not in the catalogue"],
      ["silent", summary.without_reply, "rows without a reply"],
    ];
    const list = element("dl", "triage-figures");
    for (const [kind, count, label] of totals) {
      const box = element("div", "", element("dt", "", label), element("dd", "", number(count)));
      box.dataset.kind = kind;
      box.toggleAttribute("data-none", !count);
      list.append(box);
    }
    return list;
  };

  /* ---- The chart: replies by class over time ---- */
  const startOf = (key) => Date.parse(`${key}${"2026-01-01T00:00:00".slice(key.length)}Z`);
  const MINUTES = { 13: 60, 10: 1440, 7: 44640 };
  const barsOf = (hours, most) => {
    const step = MINUTES[hours[0][0].length] * 60000;
    const [from, to] = [startOf(hours[0][0]), startOf(hours.at(-1)[0]) + step];
    const width = step * Math.max(1, Math.ceil((to - from) / step / most));
    const bars = new Map();
    for (const [key, counts] of hours) {
      const at = Math.floor((startOf(key) - from) / width);
      const bar = bars.get(at) ?? { at: from + at * width, counts: { 2: 0, 3: 0, 4: 0, 5: 0 } };
      for (const [digit] of CLASSES) bar.counts[digit] += counts[digit];
      bars.set(at, bar);
    }
    return { bars: [...bars.values()], from, width, slots: Math.ceil((to - from) / width), isDay: width >= 864e5 };
  };
  const stamp = (time, isDay) => new Date(time).toISOString().slice(0, isDay ? 10 : 16).replace("T", " ");
  const spanOf = (width) => (width < 864e5 ? `${Math.round(width / 36e5)} h` : `${Math.round(width / 864e5)} d`);
  /* The smallest even round number that isn't below a count, so that half of it is a whole number too. */
  const roundUp = (count) => {
    const ten = 10 ** Math.floor(Math.log10(count));
    return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((step) => step * ten).find((step) => step >= count && step % 2 === 0);
  };
  const total = (bar) => CLASSES.reduce((sum, [digit]) => sum + bar.counts[digit], 0);

  const chart = (hours) => {
    if (!hours.length) return "";
    const { bars, from, width, slots, isDay } = barsOf(hours, isNarrow() ? 60 : 160);
    const most = roundUp(Math.max(1, ...bars.map(total)));
    const [left, right, top, bottom] = [56, isNarrow() ? 412 : 992, 14, 188];
    const wide = (right - left) / Math.max(slots, 12);
    const picture = drawn("svg", { viewBox: `0 0 ${right + 8} 216`, class: "triage-chart", role: "img", "aria-labelledby": "triage-chart-title" });
    picture.append(drawn("title", { id: "triage-chart-title" }, `Replies by class, ${stamp(from, isDay)} to ${stamp(from + slots * width, isDay)}; the table below shows the same figures`));
    for (const part of [0, 0.5, 1]) {
      const y = bottom - part * (bottom - top);
      picture.append(drawn("line", { x1: left, x2: right, y1: y, y2: y, class: "triage-grid" }));
      picture.append(drawn("text", { x: left - 8, y: y + 4, "text-anchor": "end" }, number(part * most)));
    }
    picture.append(drawn("line", { x1: left, x2: right, y1: bottom, y2: bottom, class: "triage-axis" }));
    for (const bar of bars) {
      let y = bottom;
      const x = left + ((bar.at - from) / width) * wide;
      for (const [digit, severity, label] of CLASSES) {
        const height = (bar.counts[digit] / most) * (bottom - top);
        if (!height) continue;
        y -= height;
        const box = drawn("rect", { x, y, width: Math.max(1, wide * 0.82), height, class: "triage-bar" });
        box.dataset.severity = severity;
        box.append(drawn("title", {}, `${stamp(bar.at, isDay)}: ${number(bar.counts[digit])} ${label.toLowerCase()}`));
        picture.append(box);
      }
    }
    /* The labels that fit below the axis: several times, or the whole period if there are few bars. */
    const addLabel = (x, anchor, text) => picture.append(drawn("text", { x, y: 208, "text-anchor": anchor }, text));
    const at = (slot) => stamp(from + slot * width, isDay);
    if (slots < 12) {
      addLabel(left, "start", `${at(0)} \u2013 ${at(slots)}`);
    } else {
      addLabel(left, "start", at(0));
      addLabel(right, "end", at(slots));
      for (const slot of isNarrow() ? [] : [0.25, 0.5, 0.75].map((part) => Math.round(part * slots))) addLabel(left + slot * wide, "middle", at(slot));
    }
    const legend = element("ul", "triage-legend plain");
    for (const [digit, severity, label] of CLASSES) {
      const sum = bars.reduce((all, bar) => all + bar.counts[digit], 0);
      const item = element("li", "", element("span", "triage-key"), `${label} ${number(sum)}`);
      item.dataset.severity = severity;
      if (sum) legend.append(item);
    }
    const rows = bars.map((bar) => [stamp(bar.at, isDay), ...CLASSES.map(([digit]) => number(bar.counts[digit]))]);
    const details = element("details", "triage-numbers", element("summary", "", "Show as a table"));
    details.append(boxed(plainTable(["From", ...CLASSES.map(([, , label]) => label)], rows)));
    const unit = element("span", "triage-unit", `each bar is ${spanOf(width)}`);
    return element("figure", "triage-time", element("figcaption", "", "Replies over time", unit), picture, legend, details);
  };

  const plainTable = (heads, rows) => {
    const head = element("tr", "", ...heads.map((text) => Object.assign(element("th", "", text), { scope: "col" })));
    const body = rows.map((cells) => element("tr", "", ...cells.map((text) => element("td", "", text))));
    return element("table", "triage-plain", element("thead", "", head), element("tbody", "", ...body));
  };
  const boxed = (table) => {
    const box = element("div", "triage-scroll", table);
    box.tabIndex = 0;
    return box;
  };

  /* ---- The table of replies, sorted by any column ---- */
  const COLUMNS = [
    ["Reply", ({ id }) => id, 1],
    ["Side", ({ side }) => side ?? "", 1],
    ["Count", ({ count }) => count, -1],
    ["First", ({ first }) => first ?? "", 1],
    ["Last", ({ last }) => last ?? "", -1],
  ];
  const replyRow = (reply, most) => {
    const badge = element("span", "code-badge", String(reply.code));
    const link = element("a", "triage-link", reply.title);
    link.href = pageUrl(reply.url, { side: reply.side });
    const bar = element("span", "triage-share");
    bar.style.width = `${Math.max(2, (100 * reply.count) / most)}%`;
    const from = element("ul", "plain");
    for (const { address, count } of reply.addresses) from.append(element("li", "", `${address} \u00b7 ${number(count)}`));
    const cells = [
      element("td", "triage-reply", badge, " ", link, reply.addresses.length ? element("details", "", element("summary", "", "Top addresses"), from) : ""),
      element("td", "", reply.side ? element("code", "", marks[reply.side]) : "\u2013"),
      element("td", "triage-count", element("span", "triage-number", number(reply.count)), element("span", "triage-scale", bar)),
      element("td", "triage-when", clock(reply.first) || "\u2013"),
      element("td", "triage-when", clock(reply.last) || "\u2013"),
    ];
    cells.forEach((cell, at) => (cell.dataset.label = COLUMNS[at][0]));
    const row = element("tr", "", ...cells);
    row.dataset.reply = reply.id;
    row.dataset.severity = severityOf(reply.code);
    return row;
  };
  const sorting = { column: 2, direction: -1 };
  const replyTable = (replies) => {
    if (!replies.length) return "";
    const most = Math.max(...replies.map(({ count }) => count));
    const body = element("tbody", "");
    const heads = COLUMNS.map(([label, , first], column) => {
      const button = element("button", "", label);
      button.type = "button";
      button.addEventListener("click", () => {
        const again = sorting.column === column;
        Object.assign(sorting, { column, direction: again ? -sorting.direction : first });
        fill();
      });
      return Object.assign(element("th", "", button), { scope: "col" });
    });
    const fill = () => {
      const [, value] = COLUMNS[sorting.column];
      const compare = (one, other) => (value(one) < value(other) ? -1 : Number(value(one) > value(other)));
      const sorted = [...replies].sort((one, other) => sorting.direction * compare(one, other));
      body.replaceChildren(...sorted.map((reply) => replyRow(reply, most)));
      heads.forEach((head, column) => {
        const way = sorting.direction > 0 ? "ascending" : "descending";
        head.setAttribute("aria-sort", column === sorting.column ? way : "none");
      });
    };
    fill();
    const caption = element("caption", "", "Known replies");
    return element("div", "triage-scroll", element("table", "triage-table", caption, element("thead", "", element("tr", "", ...heads)), body));
  };

  const texts = (title, note, counts) => {
    if (!counts.length) return "";
    const rows = counts.map(({ count, text, first, last }) => [number(count), text, clock(first), clock(last)]);
    return element("section", "triage-texts", element("h2", "", title), element("p", "", note), boxed(plainTable(["Count", "Text", "First", "Last"], rows)));
  };

  /* ---- Exports ---- */
  /* Characters that control a terminal or the reading direction are escaped, as in generator/cli/terminal.py. */
  const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]|\r(?!\n)/gu;
  const visible = (text) => text.replace(CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
  /* A cell that a spreadsheet would calculate starts with an apostrophe. */
  const safe = (value) => {
    const text = visible(String(value ?? ""));
    const inert = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\n]/u.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  const csv = (summary, withAddresses) => {
    const shown = ({ address }) => (withAddresses ? address : window.redactLine(address));
    const rows = summary.replies.map((reply) => [
      reply.id, reply.side, reply.code, reply.title, reply.count, reply.first, reply.last,
      reply.addresses.map((one) => `${shown(one)} (${one.count})`).join("; "),
    ]);
    const heads = ["reply", "side", "code", "title", "count", "first", "last", "addresses"];
    return [heads, ...rows].map((cells) => cells.map(safe).join(",")).join("\r\n") + "\r\n";
  };
  const sentence = (summary) => {
    const period = summary.first ? ` from ${clock(summary.first)} to ${clock(summary.last)}` : "";
    return `${number(summary.lines)} lines${period}: ${number(summary.known_count)} known replies, ${number(summary.remote_count)} from other servers, ${number(summary.unexplained_count)} not in the catalogue, ${number(summary.without_reply)} rows without a reply.`;
  };
  const ticket = (summary) => {
    const lines = [sentence(summary), ""];
    for (const { id, side, count, first, last, title } of summary.replies) {
      lines.push(`${number(count).padStart(9)}  ${marks[side] ?? "       "}  ${id} - ${title} (${clock(first)} to ${clock(last)})`);
    }
    for (const [title, some] of [["Replies from other servers", summary.remote], ["Not in the catalogue", summary.unexplained]]) {
      if (some.length) lines.push("", title, ...some.map(({ count, text }) => `${number(count).padStart(9)}  ${window.redactLine(text)}`));
    }
    return visible(`${lines.join("\n")}\n`);
  };

  window.triageViews = { figures, chart, replyTable, texts, csv, sentence, ticket };
})();
