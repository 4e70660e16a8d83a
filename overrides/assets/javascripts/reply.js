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

  const showLine = () => {
    const [side, query = ""] = location.hash.slice(1).split("?");
    const values = Object.fromEntries(new URLSearchParams(query));
    const sides = [...page.querySelectorAll(".side")];
    const isSaid = sides.some(({ id }) => id === side);
    for (const old of page.querySelectorAll(".from-line, [data-value] > code")) old.remove();
    for (const section of sides) {
      if (isSaid) section.open = section.id === side;
      section.toggleAttribute("data-said", section.id === side);
    }
    if (isSaid) scrollTo(0, 0);
    if (!query) return;
    const list = element("dl", "from-line");
    list.setAttribute("aria-label", "Values from your log row");
    for (const [name, value] of Object.entries(values)) {
      list.append(element("div", "", element("dt", "", NAMES.get(name) ?? `{${name}}`), element("dd", "", value)));
    }
    page.querySelector(".reply-head").after(list);
    const all = { address: values.ip, ip: values.address, ...values };
    for (const place of page.querySelectorAll("[data-value]")) {
      const value = all[place.dataset.value];
      if (value) place.append(element("code", "", ` ${value}`));
    }
  };
  window.addEventListener("hashchange", showLine);
  showLine();
})();
