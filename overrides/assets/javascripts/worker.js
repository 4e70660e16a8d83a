/*
 * A replacement for the theme's search worker. The search is in index.js, and a page opened from a disk can't start a
 * worker. This one is ready at once and returns no results, so the theme's box and keys keep working.
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
