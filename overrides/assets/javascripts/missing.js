/*
 * Suggestions on the 404 page, taken from the address. Nothing is sent to the server.
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
  const requested = decoded(location.pathname + location.search).slice(0, 200);
  const article = /\bME\d{6}\b/i.exec(requested);
  const name = requested.replace(/\.(html?|asp|aspx|php|md)\b|\b(codes|settings|articles|procedures|debug|notices)\b/gi, " ");
  const words = name.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const guess = () => {
    const { hits } = window.searchFor(article ? article[0] : words);
    const links = hits.filter(({ kind }) => kind !== "guide").slice(0, 3).map((entry) => element("li", "", entryLink(entry)));
    if (!links.length) return;
    place.append(element("p", "", "You may be looking for:"), element("ul", "", ...links));
    place.hidden = false;
  };
  window.smtpLoad().then(guess, () => {});
})();
