/*
 * The theme asks a worker for what its search finds. All of that is in index.js, and a page opened from a
 * disk can start no worker. This one is ready at once and finds nothing: the theme keeps its box and its keys.
 */
(() => {
  "use strict";
  const [SETUP, READY, RESULT] = [0, 1, 3];
  window.Worker = class extends EventTarget {
    postMessage({ type }) {
      const data = type === SETUP ? { type: READY } : { type: RESULT, data: { items: [] } };
      queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
    }
  };
})();
