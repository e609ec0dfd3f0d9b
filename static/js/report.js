// Selecting the wrong words of an answer, with mouse, finger or keys. Without it they are written or pasted into their field.
"use strict";

/* Offsets are code points, as the server counts them: an emoji is one. */
function points(text) {
  return [...text].length;
}

/* What is selected in the answer goes into the field for wrong words, with where it begins. */
function takeSelection() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const answer = document.querySelector("[data-markable]");
  if (!answer?.contains(range.startContainer) || !answer.contains(range.endContainer)) return;
  const node = range.startContainer;
  const part = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("[data-at]"); // of a long answer
  const before = document.createRange();
  before.setStart(part ?? answer, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const form = answer.closest("form");
  form.elements.passage.value = range.toString();
  form.elements.passage_at.value = points(before.toString()) + Number(part?.dataset.at ?? 0);
}

/* The answer has a caret, so that keys can select in it, and takes no words; no keyboard comes up on a phone. */
function makeSelectable(scope) {
  for (const answer of scope.querySelectorAll("[data-markable]")) {
    answer.contentEditable = "true";
    answer.inputMode = "none";
    answer.spellcheck = false;
    answer.setAttribute("role", "textbox");
    answer.setAttribute("aria-multiline", "true");
    answer.setAttribute("aria-readonly", "true");
    answer.addEventListener("beforeinput", (event) => event.preventDefault());
    answer.addEventListener("input", (event) => event.stopPropagation());
  }
  for (const part of scope.querySelectorAll("[data-by-hand]")) if (part.closest(".compose__left")) part.hidden = true;
}

document.addEventListener("selectionchange", takeSelection);
document.addEventListener("input", (event) => {
  if (event.target.name === "passage") event.target.form.elements.passage_at.value = ""; // written by hand: it may be anywhere
});

/* What one is typing among the marks while an answer is on its way stays as it is. */
let typing;
document.addEventListener("htmx:beforeSwap", (event) => {
  const field = document.activeElement;
  const isOurs = event.detail.target.id === "reading" && field?.matches("#reading :is(input:not([type=radio]), textarea)");
  typing = isOurs ? { id: field.id, value: field.value } : undefined;
});
document.addEventListener("htmx:afterSwap", () => {
  const field = typing && document.getElementById(typing.id);
  if (field) field.value = typing.value;
  typing = undefined;
});
document.addEventListener("htmx:load", (event) => makeSelectable(event.target));
makeSelectable(document);
