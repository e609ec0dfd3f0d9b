/* The bar under an answer, and the panel that its thumbs open. */
function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function thumb() {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M7 10v11H3V10zM7 10l4-8a3 3 0 0 1 3 3v4h5.500a2 2 0 0 1 2 2.300l-1.300 8a2 2 0 0 1-2 1.700H7");
  drawing.append(path);
  return drawing;
}

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");

/* `read()` gives conversation, target, model and version at the moment of sending, so an answer may still be on its way. */
function bar(answer, read) {
  const language = languageOf(answer);
  const words = WORDS[language];
  const host = document.createElement("huiliu-feedback");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [SHEET];
  const status = make("p", { class: "status", role: "status" });
  const buttons = { up: null, down: null };
  let form = null;
  let rating = "";
  let draft = "";
  let isDone = false;

  for (const side of ["up", "down"]) {
    const given = { type: "button", class: `thumb ${side}`, title: words[side], "aria-label": words[side], "aria-pressed": "false", "aria-expanded": "false" };
    buttons[side] = make("button", { ...given, onclick: () => press(side) }, thumb());
  }
  const group = make("div", { class: "bar", role: "group", "aria-label": words.bar }, buttons.up, buttons.down, status);
  const outer = make("div", { lang: language }, group);
  root.append(outer);

  function mark() {
    for (const side of ["up", "down"]) {
      buttons[side].setAttribute("aria-pressed", String(side === rating));
      buttons[side].setAttribute("aria-expanded", String(side === rating && Boolean(form) && !form.hidden));
      if (isDone) buttons[side].setAttribute("aria-disabled", "true");
    }
  }

  function press(side) {
    if (isDone) return;
    if (form && !form.hidden && side === rating) return close();
    if (side !== rating || !form) open(side);
    form.hidden = false;
    mark();
    form.querySelector("input, textarea").focus();
  }

  function close() {
    form.hidden = true;
    const side = rating;
    rating = "";
    mark();
    buttons[side].focus();
  }

  function open(side) {
    if (!draft) whoAmI(); // so that the name is known even where the line breaks meanwhile
    draft = draft || `huiliu:draft:${settings.key}:${shortName(answer.textContent)}`;
    const before = form ? values(form) : kept(draft);
    if (form) form.remove();
    rating = side;
    form = panel(words, side, before || {});
    form.addEventListener("input", () => keep(draft, values(form)));
    form.addEventListener("submit", submit);
    form.addEventListener("keydown", (event) => event.key === "Escape" && close());
    form.querySelector(".cancel").addEventListener("click", close);
    outer.append(form);
  }

  async function submit(event) {
    event.preventDefault();
    const given = values(form);
    form.querySelector(".error").textContent = given.consent ? "" : words.choose;
    if (!given.consent) return form.querySelector("[name=consent]").focus();
    const me = await whoAmI();
    if (isDone) return;
    if (!me.name) {
      hear("unsigned", "", true); // whoever it is: their words are sent in nobody else's name
      return;
    }
    isDone = true;
    status.textContent = words.sending;
    form.hidden = true;
    mark();
    buttons[rating].focus();
    keep(`huiliu:consent:${settings.key}`, given.consent);
    const body = { id: newId(), rating: rating === "up" ? 1 : -1, language, ...given, ...read() };
    let isKept = true;
    heard.set(body.id, (state, detail) => hear(state, detail, isKept));
    isKept = enqueue(body, me.name);
    if (isKept) forget(draft);
  }

  function hear(state, detail, isKept) {
    host.dataset.state = state;
    status.textContent = state === "refused" ? words.refused + detail : words[state] + (state === "sent" || isKept ? "" : words.unkept);
    if (state === "sent") {
      forget(draft);
      form.remove();
    }
    if (state !== "refused") return;
    isDone = false; // so that it can be mended: all that was typed is still in the panel
    for (const side of ["up", "down"]) buttons[side].removeAttribute("aria-disabled");
    keep(draft, values(form));
    form.hidden = false;
    mark();
  }

  return host;
}

function values(form) {
  const given = new FormData(form);
  const text = (name) => String(given.get(name) || "");
  return { reasons: given.getAll("reason"), correction: text("correction"), comment: text("comment"), consent: text("consent") };
}

/* The form of one side, filled with what was typed before. */
function panel(words, side, before) {
  const optional = () => make("span", { class: "optional" }, words.optional);
  const box = (name, label, help) =>
    make("div", {}, make("label", { class: "label", for: name }, label, optional()), ...(help ? [make("p", { class: "help", id: `${name}-help` }, help)] : []), make("textarea", { id: name, name, rows: 3, ...(help ? { "aria-describedby": `${name}-help` } : {}) }));
  const choice = (type, name, value, label, checked) => make("label", {}, make("input", { type, name, value, checked }), label);
  const chosen = before.consent || kept(`huiliu:consent:${settings.key}`) || "";
  const reasons = make("fieldset", {}, make("legend", {}, words.reasons), make("div", { class: "chips" }, ...REASONS.map((one, at) => choice("checkbox", "reason", one, words.reason[at], (before.reasons || []).includes(one)))));
  const consent = make("fieldset", { "aria-describedby": "consent-error consent-help" }, make("legend", {}, words.consent), make("p", { class: "error", id: "consent-error", role: "alert" }), make("div", { class: "radios" }, ...CONSENTS.map((one, at) => choice("radio", "consent", one, words.consents[at], one === chosen))), make("p", { class: "help", id: "consent-help" }, words.consentHelp));
  const parts = side === "down" ? [reasons, box("correction", words.correction, words.correctionHelp), box("comment", words.comment)] : [box("comment", words.praise)];
  const actions = make("div", { class: "actions" }, make("button", { type: "submit", class: "send" }, words.send), make("button", { type: "button", class: "cancel" }, words.cancel));
  const form = make("form", { novalidate: true, "aria-label": words[side] }, ...parts, consent, actions);
  for (const name of ["correction", "comment"]) if (form.elements[name]) form.elements[name].value = before[name] || "";
  return form;
}
