/*
 * Functions that create elements and links for the other scripts. Sets window.smtpElements and
 * window.keepWordsApart(input).
 */
(() => {
  "use strict";
  const { base: root } = JSON.parse(document.getElementById("__config").textContent);
  const base = new URL(root.replace(/\/*$/, "/"), location.href); // the 404 page has "/"

  const element = (name, className, ...content) => {
    const created = document.createElement(name);
    created.className = className;
    created.append(...content);
    return created;
  };

  /* A page's address within the site, with the facts of a line after the hash, which browsers don't send to servers. */
  const pageUrl = (url, facts) => {
    const { side, ...values } = facts;
    const hash = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
    const line = String(hash) ? `${side ?? "line"}?${hash}` : (side ?? "");
    const target = new URL(url, base);
    /* For a page opened from a disk, no server maps a folder to its index page. */
    if (target.protocol === "file:" && target.pathname.endsWith("/")) target.pathname += "index.html";
    if (line) target.hash = line;
    return target.href.startsWith(base.href) ? target.href : base.href;
  };
  /* Debug codes and notices are marked with their address, other entries with their id. */
  const markEntry = (link, { kind, id, url }) => {
    if (/debug|notice/.test(kind)) link.dataset.entry = url.slice(0, -1);
    else link.dataset[kind] = id;
  };
  /* A link to a search result, marked with its kind and id. */
  const entryLink = ({ kind, id, title, url }) => {
    const link = element("a", "answer-near", title);
    link.href = pageUrl(url, {});
    markEntry(link, { kind, id, url });
    return link;
  };
  window.smtpElements = { element, pageUrl, entryLink, markEntry };

  /* A folded part opens when its address is followed. */
  const unfold = () => {
    const part = document.getElementById(location.hash.slice(1));
    if (part?.matches("details.fold")) part.open = true;
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  /* An input has one line: pasted line breaks become spaces, so that words stay separate. */
  window.keepWordsApart = (input) =>
    input.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      if (!/[\r\n]/.test(text)) return;
      event.preventDefault();
      input.setRangeText(text.replace(/\s*[\r\n]+\s*/g, " "), input.selectionStart, input.selectionEnd, "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
})();
