/*
 * The part of the probe inside a page: it reports active markup, triggers events and types into boxes.
 * probe.py injects it, so the page's policy doesn't apply to it.
 */
window.probe = (() => {
  "use strict";
  const NEVER = /^(applet|animate|audio|base|embed|feimage|foreignobject|frame|iframe|image|math|object|set|style|use|video)$/i;
  const OUTSIDE = /^\s*([a-z][a-z0-9+.-]*:|[\\/]{2})/i;
  const SCRIPT = /^[\0-\x20]*j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:/i;
  const ADDRESSES = /^(action|data|formaction|href|src|to|values|xlink:href)$/i;
  const isBody = (element) => Boolean(element.closest(".md-content__inner"));

  const ofElement = (element) => {
    const name = element.localName;
    const attribute = (key) => element.getAttribute(key) ?? "";
    if (NEVER.test(name)) return name;
    if (name === "form" && !element.closest(".md-header")) return "form";
    if (name === "link" && (isBody(element) || /outside/.test(attribute("href")))) return "link";
    if (name === "meta" && attribute("http-equiv").toLowerCase() === "refresh") {
      const target = attribute("content").replace(/^[^=]*=\s*['"]?/, "");
      if (isBody(element) || OUTSIDE.test(target)) return "refresh"; // redirects from old addresses stay within the site
    }
    if (name === "img" && OUTSIDE.test(attribute("src"))) return "img";
    if (name !== "script") return null;
    if (isBody(element) || OUTSIDE.test(attribute("src"))) return "script";
    const isData = attribute("type").startsWith("application/");
    return !isData && /hit\(/.test(element.textContent) ? "script" : null;
  };
  const ofAttribute = (element, { name, value }) => {
    if (/^on/i.test(name) || /^(ping|srcdoc|srcset)$/i.test(name)) return name;
    if (ADDRESSES.test(name) && SCRIPT.test(value)) return `${name}=javascript:`;
    if (!isBody(element)) return null;
    if (name === "style" && /outside|fixed|red/.test(value)) return "style=";
    if (name === "data-md-component") return name;
    return name === "id" && /^(__config|smtpReplies)$/.test(value) ? "id" : null;
  };

  /* Returns the active markup of the open page, or of a document as this browser parses it. */
  const active = (html) => {
    const parsed = html ? new DOMParser().parseFromString(html, "text/html") : document;
    const found = [];
    for (const element of parsed.querySelectorAll("*")) {
      found.push(ofElement(element), ...[...element.attributes].map((one) => ofAttribute(element, one)));
    }
    return found.filter(Boolean);
  };

  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  const trigger = async () => {
    for (const element of document.querySelectorAll("*")) {
      for (const { name } of [...element.attributes]) {
        if (name.startsWith("on")) element.dispatchEvent(new Event(name.slice(2)));
      }
      if (String(element.protocol) === "javascript:") element.click();
      if (element.href?.animVal?.startsWith("javascript:")) element.dispatchEvent(new MouseEvent("click"));
    }
    for (const form of document.forms) {
      if (!form.closest(".md-header")) form.requestSubmit();
    }
    await pause(40);
  };

  /* Types each text into each box; returns the active markup that appeared and the number of answers. */
  const type = async (texts) => {
    await window.smtpLoad();
    const markup = [];
    let answers = 0;
    for (const box of document.querySelectorAll("input[type=search], input[name=query], textarea")) {
      for (const text of texts) {
        box.focus();
        box.value = text;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        await pause(box.localName === "textarea" ? 165 : 5);
        answers += document.querySelectorAll(".answer, .triage-texts td").length ? 1 : 0;
        markup.push(...active());
      }
      box.value = "";
    }
    await pause(300);
    return { markup: [...markup, ...active()], answers };
  };

  /* Each page reports by itself once it is loaded: it may have left by the time the test asks. */
  if (window === window.top && location.href !== "about:blank") {
    addEventListener("load", async () => {
      await window.report(active());
      await trigger();
      await window.report(null);
    });
  }
  return { active, type };
})();
