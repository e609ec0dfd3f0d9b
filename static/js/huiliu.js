// What a page gains with a script: theme, copying, growing text boxes, relative times, drafts, keys.
// Everything works without it. No dependency; each part looks for its own data-attribute.
"use strict";

const root = document.documentElement;

/* data-theme-switch: a button that turns light to dark and back; the cookie lets the server draw it at once */
function isDark() {
  const chosen = root.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = theme;
  const age = theme === system ? 0 : 31536000; // the same as the system: nothing to remember
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
}

/* data-copy="SELECTOR": copies that element's text; data-done: what the button then says */
async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  if (!button.dataset.done) return;
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  words.textContent = button.dataset.done;
  setTimeout(() => { words.textContent = before; }, 2000);
}

/* <time datetime data-relative>: "3 hours ago"; the date stays as the tooltip */
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];

function tellTimes(scope) {
  const format = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
  for (const time of scope.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (Number.isNaN(seconds)) continue;
    time.title ||= new Date(time.dateTime).toLocaleString(root.lang);
    const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 60];
    time.textContent = format.format(unit === "second" ? 0 : Math.trunc(seconds / size), unit === "second" ? "second" : unit);
  }
}

/* text boxes grow with their words where the style sheet alone can't do it */
function grow(box) {
  box.style.blockSize = "auto";
  box.style.blockSize = `${box.scrollHeight + 2}px`;
}

/* <form data-draft="KEY">: kept in this browser while writing, offered when one comes back */
const PREFIX = "draft:";

function drafts() {
  try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
}

function readDraft(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken"
    && !["hidden", "password", "file", "submit", "button"].includes(field.type));
}

function saveDraft(form, sent) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (["checkbox", "radio"].includes(field.type)) {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else {
      values[field.name] = field.value;
    }
  }
  const key = PREFIX + form.dataset.draft;
  const written = fieldsOf(form).some((field) => /^(text|textarea|url)$/.test(field.type) && field.value.trim());
  try {
    if (written) localStorage.setItem(key, JSON.stringify({ values, sent, at: Date.now() }));
    else localStorage.removeItem(key);
  } catch { /* storage is full or forbidden: then there is no draft */ }
}

function fill(form, values) {
  for (const field of fieldsOf(form)) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = (values[field.name] ?? []).includes(field.value);
    else if (field.name in values) field.value = values[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function offerDraft(form) {
  const key = PREFIX + form.dataset.draft;
  const draft = readDraft(key);
  const template = document.getElementById("draft-offer");
  const there = form.querySelector(".draft time")?.dateTime; // the server's own, which is in the form already
  if (!draft || !template || form.querySelector("[aria-invalid]") || (there && Date.parse(there) >= draft.at)) return;
  const differs = fieldsOf(form).some((field) => /^(text|textarea|url)$/.test(field.type)
    && (draft.values[field.name] ?? "") !== field.value && draft.values[field.name]);
  if (!differs) return;
  const bar = template.content.firstElementChild.cloneNode(true);
  bar.querySelector("time").dateTime = new Date(draft.at).toISOString();
  bar.querySelector("[data-restore]").addEventListener("click", () => { fill(form, draft.values); bar.remove(); });
  bar.querySelector("[data-discard]").addEventListener("click", () => { localStorage.removeItem(key); bar.remove(); });
  form.prepend(bar);
  tellTimes(bar);
}

/* Where a form has an element with data-place, what is typed is also kept on the server, at its data-keep, after a pause and when
   one leaves the form. It goes on its way even when the page is left; browsers let 64 kB do that. */
const SERVER_MS = 3000;
const KEPT_ON_LEAVING = 60000;

async function keepOnServer(form) {
  const state = form.querySelector("[data-place]");
  const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const body = new URLSearchParams([...typed, ["place", state.dataset.place]]);
  const number = state.dataset.number = Number(state.dataset.number ?? 0) + 1;
  try {
    const answer = await fetch(state.dataset.keep, { method: "POST", body, keepalive: body.toString().length < KEPT_ON_LEAVING });
    if (!answer.ok || Number(state.dataset.number) !== number) return;
    state.innerHTML = await answer.text();
  } catch { /* offline: this browser has it */ }
}

function keepDraft(form) {
  let waiting, late;
  const keepThere = () => {
    clearTimeout(waiting);
    clearTimeout(late);
    late = undefined;
    saveDraft(form, false);
    keepOnServer(form);
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(saveDraft, 400, form, false);
    if (!form.querySelector("[data-place]")) return;
    clearTimeout(late);
    late = setTimeout(keepThere, SERVER_MS);
  });
  form.addEventListener("focusout", (event) => {
    if (late !== undefined && !form.contains(event.relatedTarget)) keepThere(); // who goes to the form's own button sends it now
  });
  form.addEventListener("submit", () => { clearTimeout(waiting); clearTimeout(late); late = undefined; saveDraft(form, true); });
  offerDraft(form);
}

/* A sent draft is forgotten once the server has answered with another page. An error page (.lost) or one that gives a form back (.lost-form) keeps it, and so
   does a broken connection, since then this script doesn't run. */
function forgetSentDrafts() {
  if (document.querySelector(".lost, .lost-form")) return;
  const here = new Set([...document.querySelectorAll("form[data-draft]")].map((form) => PREFIX + form.dataset.draft));
  for (const key of drafts()) if (readDraft(key)?.sent && !here.has(key)) localStorage.removeItem(key);
}

/* data-key="a": that key presses this button, follows this link or turns this choice; never while one is writing, and Escape ends that */
const WRITES = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";

function pressKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest(WRITES)) {
    if (event.key === "Escape" && document.querySelector("[data-key]")) event.target.blur();
    return;
  }
  const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key);
  if (!target || target.disabled) return;
  event.preventDefault();
  if (target.matches(WRITES)) target.focus();
  else target.click();
}

/* data-needs="SELECTOR" on a button: while that field is empty the button leads there instead of sending */
function isNeeded(button) {
  const field = document.querySelector(button.dataset.needs);
  if (!field || field.value.trim()) return false;
  field.focus();
  field.setAttribute("aria-invalid", "true");
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
  return true;
}

/* A form is sent once: a second click while the answer is on its way does nothing. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.isSent) event.preventDefault();
  else form.dataset.isSent = "yes";
}

function allowAgain() {
  for (const form of document.querySelectorAll("form[data-is-sent]")) delete form.dataset.isSent;
}

function begin(scope) {
  tellTimes(scope);
  for (const form of scope.querySelectorAll("form[data-draft]")) keepDraft(form);
  if (!CSS.supports("field-sizing", "content")) {
    for (const box of scope.querySelectorAll("textarea")) {
      box.addEventListener("input", () => grow(box));
      if (box.value) grow(box);
    }
  }
}

forgetSentDrafts();
begin(document);
document.querySelector("main [data-focus]")?.focus();
document.addEventListener("keydown", pressKey);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", allowAgain);
document.addEventListener("click", (event) => {
  const verb = event.target.closest("[data-needs]");
  if (verb && isNeeded(verb)) event.preventDefault();
  const button = event.target.closest("[data-theme-switch], [data-copy]");
  if (!button) return;
  if (button.dataset.copy) copy(button);
  else switchTheme();
});
// What htmx could not place, such as a form that is given back, is shown as a page: the form is sent plainly.
document.addEventListener("htmx:responseError", (event) => { if (event.target.matches("form")) event.target.submit(); });
document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) begin(event.target); });
