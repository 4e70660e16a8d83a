/*
 * A button that copies a code block. The theme's own buttons are in landmarks without a name; its clipboard script
 * handles these buttons too.
 */
(() => {
  "use strict";
  const { element } = window.smtpElements ?? {};
  if (!element) return;
  document.querySelectorAll(".md-typeset pre > code").forEach((code, at) => {
    const button = element("button", "copy copy-code", "Copy");
    button.type = "button";
    button.dataset.clipboardText = code.textContent;
    button.setAttribute("aria-label", `Copy code block ${at + 1}`);
    code.parentElement.append(button);
  });
})();
