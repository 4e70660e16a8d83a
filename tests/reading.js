/*
 * Checks of a page as its reader sees it: texts that are cut off or overlap, movement, focus.
 * Evaluated by test_reading.py and not by the page, so that no policy is in the way.
 */
window.reading = (() => {
  "use strict";
  const SLACK = 1.5; // rounding of pixels

  /* A box that its reader can scroll, or that shortens a text shown in full elsewhere. */
  const isScrolled = (style) => /auto|scroll/.test(style.overflowX);
  const isShortened = (element) => element.closest(".md-ellipsis, .md-nav__title, .hit-note") !== null;
  const isUnseen = (element) =>
    element.closest(".unseen, .triage-sentence, .headerlink, .md-skip, [hidden]") !== null ||
    !element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });

  /* The visible texts, each with the boxes of its lines. */
  const texts = () => {
    const results = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || /^(SCRIPT|STYLE|NOSCRIPT|OPTION|TEXTAREA)$/i.test(element.tagName)) continue;
      if (isUnseen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      if (boxes.length) results.push({ element, boxes, text: node.data.trim().slice(0, 60) });
    }
    return results;
  };
  const describe = ({ element, text }) => `${element.tagName.toLowerCase()}.${element.getAttribute("class")} ${text}`;

  /* The texts beyond an edge: that of the window, or of a box that hides what doesn't fit. */
  const cut = () => {
    const width = document.documentElement.clientWidth;
    return texts().filter(({ element, boxes }) => {
      if (isShortened(element)) return false;
      let [left, right, top, bottom] = [0, width, -Infinity, Infinity];
      let fixed = false;
      const hangs = getComputedStyle(element).whiteSpace === "pre-wrap" ? 12 : SLACK; // a space at the end of a line
      for (let above = element; above && above !== document.body; above = above.parentElement) {
        const style = getComputedStyle(above);
        if (style.position === "fixed") fixed = true;
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        const box = above.getBoundingClientRect();
        if (isScrolled(style) && above.tabIndex >= 0) return false;
        if (style.overflowX !== "visible" && style.display !== "inline") [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        if (/hidden|clip/.test(style.overflowY) && style.display !== "inline") [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      return !fixed && boxes.some((box) =>
        box.left < left - SLACK || box.right > right + hangs || box.top < top - 3 || box.bottom > bottom + 3);
    }).map(describe);
  };

  /* A code that is scrolled passes below the button that copies it. */
  const passesBelow = (one, other) =>
    one.matches(".copy-code") && other.parentElement === one.parentElement && other.scrollWidth > other.clientWidth;

  /* The pairs of texts that overlap; the header is above everything and isn't compared. */
  const overlaps = () => {
    const lines = texts()
      .filter(({ element }) => element.closest("main"))
      .flatMap((one) => one.boxes.map(({ left, right, top, height }) => {
        const size = Math.min(height, parseFloat(getComputedStyle(one.element).fontSize));
        const middle = top + height / 2;
        return { one, left, right, top: middle - size * 0.3, bottom: middle + size * 0.3 };
      }))
      .sort((a, b) => a.top - b.top);
    const results = [];
    lines.forEach((line, at) => {
      for (let next = at + 1; next < lines.length && lines[next].top < line.bottom; next += 1) {
        const other = lines[next];
        const wide = Math.min(line.right, other.right) - Math.max(line.left, other.left);
        if (wide <= 2 || other.one === line.one) continue;
        const [one, two] = [line.one.element, other.one.element];
        if (!passesBelow(one, two) && !passesBelow(two, one)) results.push(`${describe(line.one)} / ${describe(other.one)}`);
      }
    });
    return results;
  };

  const seconds = (text) => Math.max(...text.split(",").map((part) => parseFloat(part) * (/ms/.test(part) ? 0.001 : 1)));

  /* The elements that move for longer than a reader would notice. */
  const moving = () => {
    const results = [];
    for (const element of document.querySelectorAll("*")) {
      for (const part of [undefined, "::before", "::after"]) {
        const style = getComputedStyle(element, part);
        const long = Math.max(seconds(style.transitionDuration), style.animationName === "none" ? 0 : seconds(style.animationDuration));
        if (long > 0.01 || style.scrollBehavior === "smooth") results.push(`${element.tagName}.${element.className}${part ?? ""} ${long} s`);
      }
    }
    return results;
  };

  /* The visible elements among those of a selector. */
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && !isUnseen(element);
  }).map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class")} ${element.textContent.trim().slice(0, 40)}`);

  /* The luminance of a colour on white paper, from 0 to 1. */
  const luminance = (color) => {
    const whole = color.startsWith("rgb") ? 255 : 1; // color(srgb …) counts to 1
    const [r, g, b, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    const part = (value) => {
      const mixed = (value / whole) * alpha + 1 - alpha;
      return mixed <= 0.04045 ? mixed / 12.92 : ((mixed + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };

  /* The texts that are hard to read on white paper. */
  const pale = () => texts().filter(({ element }) => {
    const style = getComputedStyle(element);
    return 1.05 / (luminance(element instanceof SVGElement ? style.fill : style.color) + 0.05) < 7;
  }).map(describe);

  /* The elements whose background would darken white paper. */
  const dark = () => [...document.querySelectorAll("html, body, body *")].filter((element) => {
    if (isUnseen(element) || element.matches(".triage-share, .triage-key, svg *")) return false;
    return luminance(getComputedStyle(element).backgroundColor) < 0.6;
  }).map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class")}`);

  const isClear = (color) => /^(transparent|rgba\(.*, 0\)|color\(.* \/ 0\))$/.test(color);
  const all = () => [...document.querySelectorAll("main *")];

  /* The elements that stand out by their background, as indexes. */
  const filled = () => all().flatMap((element, at) => {
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    if (isUnseen(element) || (isClear(backgroundColor) && backgroundImage === "none")) return [];
    let above = element.parentElement;
    while (above && isClear(getComputedStyle(above).backgroundColor)) above = above.parentElement;
    return above && getComputedStyle(above).backgroundColor === backgroundColor ? [] : [at];
  });

  /* The elements without an outline: no border, and none around what they contain. */
  const hasEdge = (element) => {
    const style = getComputedStyle(element);
    const sides = ["Top", "Right", "Bottom", "Left"].filter((side) =>
      style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0);
    return sides.length > 0 || style.textDecorationLine === "underline" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  };
  const edgeless = (indexes) => {
    const elements = all();
    return indexes.map((at) => elements[at]).filter((element) => !hasEdge(element) && !element.matches(":is(td, th)"))
      .filter((element) => ![...element.children].length || ![...element.children].every(hasEdge))
      .map((element) => describe({ element, text: element.textContent.trim().slice(0, 40) }));
  };

  /* The icons of the theme, masks on a background, that have the colour of the paper. */
  const lostMarks = () => [...document.querySelectorAll("body *")].flatMap((element) =>
    ["::before", "::after"].filter((part) => {
      const style = getComputedStyle(element, part);
      if (style.content === "none" || style.display === "none" || style.maskImage === "none" || isUnseen(element)) return false;
      return luminance(style.backgroundColor) === luminance(getComputedStyle(document.body).backgroundColor);
    }).map((part) => `${element.tagName}.${element.getAttribute("class")}${part}`));

  /* The elements that take the focus by keyboard, in the order of the document. */
  const stops = () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
    (element) => !element.matches(".md-top") && element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }));
  const nameOf = (element) => {
    const words = element.id || element.getAttribute("href") || element.getAttribute("for") || element.textContent.trim();
    return `${element.tagName.toLowerCase()} ${words.slice(0, 60)}`;
  };
  /* The element on which the focus is visible: a control without a size shows it on its label. */
  const shownAt = (element) =>
    element.getBoundingClientRect().width > 1
      ? element
      : document.querySelector(element.matches(".md-option") ? `#${element.id} + label` : `main label.triage-button[for="${element.id}"]`);
  const isInWindow = ({ left, right, width, height }) =>
    width > 1 && height > 1 && right > 0 && left < document.documentElement.clientWidth;

  /* Record the elements that get the focus, and problems with how it is shown. */
  const watch = () => {
    const focused = [];
    const problems = [];
    document.addEventListener("focusin", ({ target }) => {
      focused.push(target);
      if (target.matches(".md-search__input")) return; // it opens when it is reached
      const place = shownAt(target);
      const style = place && getComputedStyle(place);
      if (!place || style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) problems.push(`unseen focus: ${nameOf(target)}`);
      else if (!isInWindow(place.getBoundingClientRect())) problems.push(`out of the window: ${nameOf(target)}`);
    });
    window.reading.focusProblems = () => {
      const wanted = stops();
      const isReached = (one) => focused.some((other) => other === one || (one.type === "radio" && other.name === one.name));
      for (const one of wanted) if (!isReached(one)) problems.push(`not reached: ${nameOf(one)}`);
      const isRound = (one, next) => next === wanted[0] && (one === wanted.at(-1) || one.matches(".md-top"));
      focused.forEach((one, at) => {
        const next = focused[at + 1];
        if (next && !isRound(one, next) && !(one.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING)) problems.push(`out of order: ${nameOf(next)}`);
      });
      return problems;
    };
    return stops().length;
  };

  return { cut, overlaps, moving, seen, pale, dark, filled, edgeless, lostMarks, watch };
})();
