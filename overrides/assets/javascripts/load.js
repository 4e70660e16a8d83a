/*
 * Loads the scripts for answers and search when a reader first needs them, because their data is larger than a page.
 * A template in the page lists the scripts in order. Sets window.smtpLoad(), which returns a promise for when everything
 * is ready, and window.answerTyped(input, answer), which calls answer() after each keystroke and when data arrives.
 */
(() => {
  "use strict";
  const template = document.querySelector("template[data-on-demand]");
  if (!template) return;
  const add = (source) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.async = false; // keeps their order
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${source} could not be loaded`));
      script.src = source;
      document.head.append(script);
    });
  const answers = [];
  const again = () => answers.forEach((answer) => answer());
  let loading;
  window.smtpLoad = () => {
    loading ??= Promise.all([...template.content.querySelectorAll("script")].map((one) => add(one.getAttribute("src"))))
      .then(() => {
        again();
        return window.searchReady;
      })
      .then(again);
    return loading;
  };
  /* If loading fails, the next keystroke tries again. */
  const load = () => window.smtpLoad().catch(() => (loading = undefined));
  window.answerTyped = (input, answer) => {
    answers.push(answer);
    const typed = () => {
      load();
      answer();
    };
    input.addEventListener("input", typed);
    input.addEventListener("focus", typed);
    if (input.value || document.activeElement === input) typed();
  };
  if ("atOnce" in template.dataset) load();
})();
