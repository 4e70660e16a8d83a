/* The header's search: the answer to a pasted line stands above the ordinary results. */
(() => {
  "use strict";
  const input = document.querySelector("[data-md-component=search-query]");
  const results = document.querySelector("[data-md-component=search-result]");
  if (!input || !results || !window.replyAnswer) return;
  const place = document.createElement("div");
  place.className = "answer-place";
  place.setAttribute("role", "status");
  results.prepend(place);
  window.keepWordsApart(input);
  const answer = () => place.replaceChildren(...[window.replyAnswer(input.value)].filter(Boolean));
  input.addEventListener("input", answer);
  input.form.addEventListener("reset", () => place.replaceChildren());
  input.addEventListener("focus", answer);
})();
