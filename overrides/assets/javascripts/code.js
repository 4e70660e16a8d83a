/*
 * A button beside each block of code that copies it. The theme's own buttons stand in landmarks without a name;
 * its clipboard listens to these as well.
 */
(() => {
  "use strict";
  const { element } = window.smtpElements ?? {};
  if (!element) return;
  document.querySelectorAll(".md-typeset pre > code").forEach((code, at) => {
    const button = element("button", "copy copy-code", "Copy");
    button.type = "button";
    button.dataset.clipboardText = code.textContent;
    button.setAttribute("aria-label", `Copy block ${at + 1} of code`);
    code.parentElement.append(button);
  });
})();
