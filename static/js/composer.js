// Comfort while one writes: marks by a button, Ctrl or ⌘ with Enter to send, a preview that follows. Without it all of this is typed.
"use strict";

const PREVIEW_MS = 600;

/* as if it were typed, so that undo takes it back */
function type(box, text) {
  box.focus();
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function chosen(box) {
  return box.value.slice(box.selectionStart, box.selectionEnd);
}

/* data-mark="**": around what is chosen; around several lines of code a fence */
function surround(box, mark) {
  const words = chosen(box);
  if (mark === "`" && words.includes("\n")) {
    type(box, `\`\`\`\n${words}\n\`\`\``);
    return;
  }
  const at = box.selectionStart + mark.length;
  type(box, `${mark}${words}${mark}`);
  box.setSelectionRange(at, at + words.length);
}

/* data-prefix="> ": before each line that is chosen, or the one that is being written */
function beginLines(box, prefix) {
  const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const next = box.value.indexOf("\n", box.selectionEnd);
  box.setSelectionRange(start, next < 0 ? box.value.length : next);
  type(box, chosen(box).split("\n").map((line) => prefix + line).join("\n"));
}

function link(box) {
  const words = chosen(box);
  const at = box.selectionStart;
  type(box, /^https?:\/\/\S+$/.test(words) ? `[](${words})` : `[${words}](https://)`);
  if (/^https?:/.test(words)) box.setSelectionRange(at + 1, at + 1);
  else box.setSelectionRange(at + words.length + 3, at + words.length + 11);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".composer__tools button");
  const box = button?.closest(".composer").querySelector("textarea");
  if (!box) return;
  if (button.dataset.mark) surround(box, button.dataset.mark);
  else if (button.dataset.prefix) beginLines(box, button.dataset.prefix);
  else link(box);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest("textarea")?.form;
  if (!form?.querySelector("[data-toolbar]")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".button--main"));
});

const previews = new WeakMap();
document.addEventListener("input", (event) => {
  const shown = event.target.form?.querySelector(".composer__preview:not(:empty)");
  if (!shown || !shown.firstElementChild) return;
  clearTimeout(previews.get(shown));
  previews.set(shown, setTimeout(() => shown.dispatchEvent(new Event("refresh")), PREVIEW_MS));
});

function showTools(scope) {
  for (const tools of scope.querySelectorAll(".composer__tools")) tools.hidden = false;
}

showTools(document);
document.addEventListener("htmx:load", (event) => showTools(event.target));
