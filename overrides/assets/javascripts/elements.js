/*
 * The pieces that scripts build pages from, and where pages are. Sets window.smtpElements, and
 * window.keepWordsApart(input).
 */
(() => {
  "use strict";
  const { base: root } = JSON.parse(document.getElementById("__config").textContent);
  const base = new URL(root.replace(/\/*$/, "/"), location.href); // a page for a missing address has "/"

  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...content);
    return made;
  };

  /* A page's address with what the line told behind the hash, which no server is sent; never one outside the site. */
  const pageUrl = (url, told) => {
    const { side, ...values } = told;
    const hash = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
    const line = String(hash) ? `${side ?? "line"}?${hash}` : (side ?? "");
    const target = new URL(url, base);
    /* A page opened from a disk has no server that knows what a folder's page is called. */
    if (target.protocol === "file:" && target.pathname.endsWith("/")) target.pathname += "index.html";
    if (line) target.hash = line;
    return target.href.startsWith(base.href) ? target.href : base.href;
  };
  /* A link to the page of what the search found, marked with what it is. */
  const entryLink = ({ kind, id, title, url }) => {
    const link = element("a", "answer-near", title);
    link.href = pageUrl(url, {});
    link.dataset[kind] = id;
    return link;
  };
  window.smtpElements = { element, pageUrl, entryLink };

  /* A folded part opens when its address is followed. */
  const unfold = () => {
    const part = document.getElementById(location.hash.slice(1));
    if (part?.matches("details.fold")) part.open = true;
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  /* An input has one line: what is pasted over several becomes one, its words kept apart. */
  window.keepWordsApart = (input) =>
    input.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      if (!/[\r\n]/.test(text)) return;
      event.preventDefault();
      input.setRangeText(text.replace(/\s*[\r\n]+\s*/g, " "), input.selectionStart, input.selectionEnd, "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
})();
