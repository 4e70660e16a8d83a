/*
 * Loads what answers and searches when a reader first needs it: the catalogue's data is larger than a page. The
 * page names the scripts in a template, in their order. Sets window.smtpLoad(), which returns a promise for when
 * all is known, and window.answerTyped(input, answer), which calls back for what is typed, and again when more is known.
 */
(() => {
  "use strict";
  const template = document.querySelector("template[data-on-demand]");
  if (!template) return;
  const add = (source) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.async = false; // they run in their order
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${source} was not loaded`));
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
  /* What was not loaded, on a bad line, is asked for again with the next word. */
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
