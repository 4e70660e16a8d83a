/*
 * The page for an address that has no page: what the reader may have meant, read from the address itself.
 * Nothing is asked of the server.
 */
(() => {
  "use strict";
  const place = document.querySelector(".missing-guess");
  const { element, entryLink } = window.smtpElements ?? {};
  if (!place || !element || !window.smtpLoad) return;

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const asked = decoded(location.pathname + location.search).slice(0, 200);
  const article = /\bME\d{6}\b/i.exec(asked);
  const told = asked.replace(/\.(html?|asp|aspx|php|md)\b|\b(codes|settings|articles|procedures)\b/gi, " ");
  const words = told.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const guess = () => {
    const { hits } = window.searchFor(article ? article[0] : words);
    const links = hits.filter(({ kind }) => kind !== "guide").slice(0, 3).map((entry) => element("li", "", entryLink(entry)));
    if (!links.length) return;
    place.append(element("p", "", "You may be looking for:"), element("ul", "", ...links));
    place.hidden = false;
  };
  window.smtpLoad().then(guess, () => {});
})();
