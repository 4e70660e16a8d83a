/*
 * The page of a reply, opened from a log row: the side of the row is open and the other one closed, and the values of
 * the row are at the top and in the steps. The values come after the hash, which browsers don't send to servers.
 */
(() => {
  "use strict";
  const page = document.querySelector("article.reply");
  const { element } = window.smtpElements ?? {};
  if (!page || !element) return;
  const NAMES = new Map([
    ["time", "Time"], ["address", "Remote IP address"], ["recipient", "Recipient"], ["ip", "IP address in the text"],
  ]);

  const showValues = () => {
    const [side, query = ""] = location.hash.slice(1).split("?");
    const facts = Object.fromEntries(new URLSearchParams(query));
    for (const old of page.querySelectorAll(".from-line, [data-value] > code")) old.remove();
    for (const section of page.querySelectorAll(".side")) {
      section.removeAttribute("data-said");
      if (side !== "in" && side !== "out") continue;
      section.open = section.id === side;
      section.toggleAttribute("data-said", section.id === side);
    }
    if (!query) return;
    const list = element("dl", "from-line");
    list.setAttribute("aria-label", "Values from your log row");
    for (const [name, value] of Object.entries(facts)) {
      list.append(element("div", "", element("dt", "", NAMES.get(name) ?? `{${name}}`), element("dd", "", value)));
    }
    page.querySelector(".reply-head").after(list);
    const values = { address: facts.ip, ip: facts.address, ...facts };
    for (const place of page.querySelectorAll("[data-value]")) {
      const value = values[place.dataset.value];
      if (value) place.append(element("code", "", ` ${value}`));
    }
    document.getElementById(side)?.scrollIntoView({ block: "nearest" });
  };
  window.addEventListener("hashchange", showValues);
  showValues();
})();
