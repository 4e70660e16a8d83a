/*
 * A reply's page reached from a line: the side it was said on is open, the other one closed, and what the line
 * told stands at the top and in the steps. The line's values come behind the hash, which no server is sent.
 */
(() => {
  "use strict";
  const page = document.querySelector("article.reply");
  const { element } = window.smtpElements ?? {};
  if (!page || !element) return;
  const NAMES = new Map([
    ["time", "Time of your line"], ["address", "Remote address"], ["recipient", "Recipient"], ["ip", "Address in the text"],
  ]);

  const tell = () => {
    const [side, query = ""] = location.hash.slice(1).split("?");
    const told = Object.fromEntries(new URLSearchParams(query));
    for (const old of page.querySelectorAll(".from-line, [data-value] > code")) old.remove();
    for (const section of page.querySelectorAll(".side")) {
      section.removeAttribute("data-said");
      if (side !== "in" && side !== "out") continue;
      section.open = section.id === side;
      section.toggleAttribute("data-said", section.id === side);
    }
    if (!query) return;
    const list = element("dl", "from-line");
    list.setAttribute("aria-label", "What your line tells");
    for (const [name, value] of Object.entries(told)) {
      list.append(element("div", "", element("dt", "", NAMES.get(name) ?? `{${name}}`), element("dd", "", value)));
    }
    page.querySelector(".reply-head").after(list);
    const values = { address: told.ip, ip: told.address, ...told };
    for (const place of page.querySelectorAll("[data-value]")) {
      const value = values[place.dataset.value];
      if (value) place.append(element("code", "", ` ${value}`));
    }
    document.getElementById(side)?.scrollIntoView({ block: "nearest" });
  };
  window.addEventListener("hashchange", tell);
  tell();
})();
