/*
 * The page that explains log rows or a whole log: reads pasted text or files in slices and shows the replies in them.
 * It makes no requests and needs no worker, so it works on a page opened from a disk.
 */
(() => {
  "use strict";
  const root = document.querySelector("[data-triage]");
  const views = window.triageViews;
  if (!root || !views || !window.newScan) return;
  const { element } = window.smtpElements;
  const part = (name) => root.querySelector(`.triage-${name}`);
  const [form, status, answer, result] = ["form", "status", "answer", "result"].map(part);
  const [progress, bar, amount, cancel] = [part("progress"), root.querySelector("progress"), part("read"), part("cancel")];
  const input = root.querySelector("textarea");
  const chooser = root.querySelector("input[type=file]");
  const SLICE = 1 << 20;
  const TURN = 40; // milliseconds of work before the browser gets a turn
  const REFRESH = 700; // milliseconds between two updates of the result
  const MOST_BOUNCE = 60; // lines; more of them are a log

  /* The number of the current reading; a newer one cancels it. */
  let current = 0;

  const turn = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(port1.close());
      port2.postMessage(null);
    });

  /* The blocks of a file as bytes, decompressed if it is gzip. */
  async function* blocks(file) {
    const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    if (head[0] !== 0x1f || head[1] !== 0x8b) {
      for (let at = 0; at < file.size; at += SLICE) {
        const block = new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer());
        yield [block, Math.min(file.size, at + SLICE)];
      }
      return;
    }
    if (!window.DecompressionStream) throw new Error("this browser can\u2019t decompress .gz files; decompress the file first");
    let packed = 0;
    const counter = new TransformStream({
      transform: (block, out) => {
        packed += block.length;
        out.enqueue(block);
      },
    });
    const reader = file.stream().pipeThrough(counter).pipeThrough(new DecompressionStream("gzip")).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield [read.value, packed];
  }

  /* A decoder for UTF-16 with a byte order mark and for UTF-8, which falls back to a Windows code page. */
  const newDecoder = () => {
    let decoder;
    return (block) => {
      if (!decoder) {
        const isWide = (block[0] === 0xff && block[1] === 0xfe) || (block[0] === 0xfe && block[1] === 0xff);
        const name = isWide ? (block[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
        decoder = new TextDecoder(name, { fatal: !isWide });
      }
      try {
        return decoder.decode(block, { stream: true });
      } catch {
        decoder = new TextDecoder("windows-1252");
        return decoder.decode(block, { stream: true });
      }
    };
  };

  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  const show = (summary) => {
    const withAddresses = element("input", "");
    withAddresses.type = "checkbox";
    withAddresses.id = "triage-addresses";
    withAddresses.checked = result.querySelector("#triage-addresses")?.checked ?? false;
    const label = element("label", "", withAddresses, " Include addresses");
    const save = element("button", "triage-button", "Download CSV");
    const copy = element("button", "triage-button", "Copy a summary for a ticket");
    for (const button of [save, copy]) button.type = "button";
    save.addEventListener("click", () => download(views.csv(summary, withAddresses.checked)));
    copy.addEventListener("click", () => copyText(views.ticket(summary)));
    const none = element("p", "triage-none", "Some replies aren\u2019t in the catalogue. They are listed at the end.");
    none.dataset.reply = "";
    result.replaceChildren(
      element("p", "triage-sentence", views.sentence(summary)),
      views.figures(summary),
      ...[summary.unexplained_count ? none : ""].filter(Boolean),
      views.chart(summary.hours),
      views.replyTable(summary.replies),
      views.texts("Replies from other servers", "Your server received these texts from other servers. Addresses are hidden. Words that vary are shown as *.", summary.remote),
      views.texts("Not in the catalogue", "Addresses are hidden. Words that vary are shown as *.", summary.unexplained),
      element("div", "triage-exports", save, label, copy, element("span", "triage-done")),
    );
    result.querySelector(".triage-done").setAttribute("role", "status");
    result.hidden = false;
  };
  const done = (text) => (result.querySelector(".triage-done").textContent = text);
  const download = (text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: "text/csv;charset=utf-8" }));
    link.download = "smtp-replies.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    done("Saved as smtp-replies.csv.");
  };
  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      done("Copied, without addresses.");
    } catch {
      const area = element("textarea", "triage-copy", text);
      area.setAttribute("aria-label", "Summary to copy");
      result.append(area);
      area.select();
      done("The summary is selected below. Copy it from there.");
    }
  };

  const readFiles = async (files) => {
    const mine = (current += 1);
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const scan = window.newScan();
    const isStopped = () => mine !== current || cancel.dataset.pressed;
    answer.replaceChildren();
    result.hidden = true;
    cancel.removeAttribute("data-pressed");
    progress.hidden = false;
    status.textContent = `Reading ${files.map(({ name }) => name).join(", ")}`;
    let [before, turned, shown] = [0, performance.now(), performance.now()];
    for (const file of files) {
      const decode = newDecoder();
      try {
        for await (const [block, read] of blocks(file)) {
          scan.read(decode(block));
          if (performance.now() - turned > TURN) {
            bar.value = total ? (before + read) / total : 1;
            amount.textContent = `${megabytes(before + read)} of ${megabytes(total)}`;
            if (performance.now() - shown > REFRESH) {
              show(scan.result());
              shown = performance.now();
            }
            await turn();
            turned = performance.now();
          }
          if (isStopped()) break;
        }
      } catch (error) {
        if (mine !== current) return;
        progress.hidden = true;
        status.textContent = `${file.name} could not be read: ${error.message}.`;
        return;
      }
      if (isStopped()) break;
      scan.finish();
      before += file.size;
    }
    if (mine !== current) return;
    progress.hidden = true;
    const summary = scan.result();
    show(summary);
    status.textContent = cancel.dataset.pressed
      ? `Canceled after ${amount.textContent || "part of the log"}. The result covers only that part.`
      : `Done: ${views.sentence(summary)}`;
    result.focus({ preventScroll: true });
  };

  /* A single line or bounce is explained; log rows or several replies are counted. */
  const isLog = (lines) => {
    if (lines.length > MOST_BOUNCE) return true;
    if (lines.length < 2) return false;
    if (lines.filter((line) => window.smtpLines.readLine(line, window.smtpReplies.w3c).isRow).length) return true;
    const whole = window.explainReply(lines.join("\n"));
    return lines.map((line) => window.explainReply(line)).some(({ known, id }) => known && id !== whole.id);
  };
  const readText = () => {
    current += 1;
    progress.hidden = true;
    const text = input.value;
    const lines = text.split(/\r?\n/).filter((line) => line.trim());
    answer.replaceChildren();
    result.hidden = true;
    if (!lines.length) {
      status.textContent = "";
    } else if (isLog(lines)) {
      const scan = window.newScan();
      scan.read(text);
      scan.finish();
      const summary = scan.result();
      show(summary);
      status.textContent = views.sentence(summary);
    } else {
      answer.append(window.replyAnswer(text.trim(), true));
      status.textContent = answer.querySelector("[data-reply='']") ? "Not in the catalogue." : "One reply found.";
    }
  };

  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(readText, 150);
  });
  part("clear").addEventListener("click", () => {
    input.value = "";
    readText();
    input.focus();
  });
  cancel.addEventListener("click", () => (cancel.dataset.pressed = "yes"));
  const take = (files) => {
    if (files.length) readFiles(files);
  };
  chooser.addEventListener("change", () => {
    take([...chooser.files]);
    chooser.value = "";
  });
  let depth = 0;
  const mark = (change) => {
    depth = Math.max(0, depth + change);
    root.classList.toggle("is-target", depth > 0);
  };
  document.addEventListener("dragenter", () => mark(1));
  document.addEventListener("dragleave", () => mark(-1));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(-depth);
    take([...(event.dataTransfer?.files ?? [])]);
  });
  root.querySelector(".triage-noscript").remove();
  form.hidden = false;
})();
