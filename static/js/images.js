// Images into what one writes: pasted, dropped or chosen. Without it they are sent with the form.
"use strict";

/* What stands in data-… of the widget, with {name} filled in. */
function words(widget, key, name = "") {
  return (widget.dataset[key] ?? "").replace("{name}", name);
}

function say(widget, text) {
  widget.querySelector("[data-say]").textContent = text;
}

function boxOf(widget) {
  return widget.closest("form").elements[widget.dataset.into];
}

/* The Markdown goes into a paragraph of its own, behind the line one is writing; who writes at its end goes on behind it. */
function insert(box, markdown) {
  const end = box.value.indexOf("\n", box.selectionStart);
  const at = end < 0 ? box.value.length : end;
  const above = box.value.slice(0, at);
  const before = !above || above.endsWith("\n\n") ? "" : above.endsWith("\n") ? "\n" : "\n\n";
  box.setRangeText(`${before}${markdown}\n`, at, at, box.selectionStart === at ? "end" : "preserve");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function describe(box, name, alt) {
  const shown = alt.replace(/([\\[\]])/g, "\\$1");
  const pattern = new RegExp(`!\\[(?:[^\\[\\]\\\\]|\\\\.)*\\]\\(/media/${name}\\.webp\\)`);
  const found = pattern.exec(box.value);
  if (!found) return;
  box.setRangeText(`![${shown}](/media/${name}.webp)`, found.index, found.index + found[0].length, "preserve");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function startRow(widget, file) {
  const row = element("li", "images__row");
  const progress = element("progress", "");
  progress.max = 1;
  progress.value = 0;
  const label = element("span", "images__words", words(widget, "uploading", file.name));
  progress.setAttribute("aria-label", label.textContent);
  row.append(label, progress);
  widget.querySelector("[data-rows]").append(row);
  say(widget, label.textContent);
  return row;
}

/* Why it did not work: seen until it is closed, and said. */
function fail(widget, row, name, reason) {
  const text = `${name}: ${reason}`;
  const close = element("button", "button button--quiet button--small", words(widget, "close"));
  close.type = "button";
  close.addEventListener("click", () => { row.remove(); boxOf(widget).focus(); });
  row.classList.add("is-bad");
  row.replaceChildren(element("span", "images__words", text), close);
  say(widget, text);
}

/* The picture, and a field for what it shows, which writes into the text. */
function finish(widget, row, file, answer) {
  const box = boxOf(widget);
  insert(box, answer.markdown);
  const picture = element("img", "images__picture");
  picture.src = `/media/${answer.name}.small.webp`;
  picture.alt = "";
  const label = element("label", "images__alt");
  const field = element("input", "");
  field.type = "text";
  field.maxLength = 500;
  field.value = /^!\[((?:[^\[\]\\]|\\.)*)\]/.exec(answer.markdown)?.[1].replace(/\\(.)/g, "$1") ?? "";
  const hint = element("span", "field__help", words(widget, "hint"));
  hint.hidden = Boolean(field.value);
  field.addEventListener("input", () => {
    describe(box, answer.name, field.value);
    hint.hidden = Boolean(field.value.trim());
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // sends nothing: the text goes on
    box.focus();
  });
  label.append(element("span", "field__label", words(widget, "alt")), hint, field);
  row.replaceChildren(picture, label);
  say(widget, `${words(widget, "added", file.name)} ${answer.note}`);
}

function send(widget, file) {
  const row = startRow(widget, file);
  if (file.size > Number(widget.dataset.most)) {
    fail(widget, row, file.name, words(widget, "large"));
    return;
  }
  const form = widget.closest("form");
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("image", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", widget.dataset.images);
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    const bar = row.querySelector("progress");
    if (bar && event.lengthComputable) bar.value = event.loaded / event.total;
  });
  widget.uploads = (widget.uploads ?? 0) + 1;
  request.addEventListener("loadend", () => {
    widget.uploads -= 1;
    const answer = request.response;
    if (request.status === 201) finish(widget, row, file, answer);
    else if (request.status === 413) fail(widget, row, file.name, words(widget, "large"));
    else if (request.status === 403) fail(widget, row, file.name, words(widget, "signedOut"));
    else fail(widget, row, file.name, answer?.error ?? words(widget, "failed"));
  });
  request.send(body);
}

function widgetOf(box) {
  const widget = box.form?.querySelector("[data-images]");
  return widget && boxOf(widget) === box ? widget : null;
}

function imagesIn(transfer) {
  return [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}

function begin(scope) {
  for (const widget of scope.querySelectorAll("[data-images]")) {
    widget.querySelector("[data-by-hand]")?.setAttribute("hidden", "");
    widget.querySelector("[data-by-script]")?.removeAttribute("hidden");
  }
}

document.addEventListener("paste", (event) => {
  const widget = event.target.matches("textarea") ? widgetOf(event.target) : null;
  const files = imagesIn(event.clipboardData);
  // What office programs copy has a picture of the words along with the words: these are meant.
  if (!widget || !files.length || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  for (const file of files) send(widget, file);
});
document.addEventListener("dragover", (event) => {
  if (event.target.matches?.("textarea") && widgetOf(event.target) && event.dataTransfer.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const widget = event.target.matches?.("textarea") ? widgetOf(event.target) : null;
  if (!widget || !event.dataTransfer.files.length) return;
  event.preventDefault();
  for (const file of event.dataTransfer.files) send(widget, file);
});
document.addEventListener("change", (event) => {
  const widget = event.target.matches("[data-images] input[type=file]") ? event.target.closest("[data-images]") : null;
  if (!widget) return;
  for (const file of event.target.files) send(widget, file);
  event.target.value = ""; // or it would be sent with the form once more
});
document.addEventListener("submit", (event) => {
  const widget = event.target.querySelector("[data-images]");
  if (!widget?.uploads) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(widget, words(widget, "wait"));
}, true);
document.addEventListener("htmx:load", (event) => begin(event.target));
begin(document);
