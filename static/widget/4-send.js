/* Sends what waits, again and again until it has arrived. The report's own id makes a repeat harmless. */
const script = document.currentScript;
const settings = { key: "", user: "", userUrl: "", model: "", version: "", ...(script ? script.dataset : {}) };
const home = script ? new URL(script.src).origin : "";
const queueName = () => `huiliu:report:${settings.key}:`;
const LONGEST = 300; // seconds between two tries
const heard = new Map(); // id of a report: who is told what became of it
let timer = 0;
let tries = 0;
let running = null;

/* The signed user, as the page gives it: a token, a function, or an address on the page's own server. */
async function signedUser(fresh) {
  if (typeof settings.user === "function") return settings.user({ fresh });
  if (settings.userUrl && (fresh || !settings.user)) {
    const answer = await fetch(settings.userUrl, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) throw new Error(`${settings.userUrl}: ${answer.status}`);
    settings.user = (await answer.text()).trim();
  }
  return settings.user;
}

/* Whom a token names, so that nobody's words are sent in the name of the next at the same machine. Only our server checks it. */
function nameIn(token) {
  try {
    const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (one) => one.charCodeAt(0)))).sub || "";
  } catch {
    return "";
  }
}

async function whoAmI(fresh = false) {
  try {
    const token = (await signedUser(fresh)) || "";
    return { token, name: nameIn(token) };
  } catch {
    return { token: "", name: "" };
  }
}

function tell(id, state, detail) {
  const listener = heard.get(id);
  if (listener) listener(state, detail);
}

async function post(entry, token) {
  const answer = await fetch(`${home}/widget/v1/reports?key=${encodeURIComponent(settings.key)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify(entry.body),
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  return { status: answer.status, after: Number(answer.headers.get("Retry-After")) || 0, said: await answer.json().catch(() => ({})) };
}

/* Puts a report into the queue and begins to send; false where it is kept only as long as the page. */
function enqueue(body, name) {
  const isKept = keep(queueName() + body.id, { name, body });
  flush();
  return isKept;
}

function flush() {
  running = running || sendAll().finally(() => (running = null));
  return running;
}

async function sendAll() {
  clearTimeout(timer);
  const seen = new Set();
  let wait = 0;
  let me = { token: "", name: "" };
  let next;
  const fresh = () => namesBeginning(queueName()).find((name) => !seen.has(name));
  if (fresh()) me = await whoAmI();
  while ((next = fresh())) {
    seen.add(next);
    const entry = kept(next);
    if (entry && entry.body && entry.name === me.name) wait = Math.max(wait, await sendOne(next, entry, me));
  }
  if (!wait) tries = 0;
  else timer = setTimeout(flush, wait * 1000);
}

/* Seconds to wait before the next try; 0 where nothing is left to try. */
async function sendOne(name, entry, me) {
  const { id } = entry.body;
  const backOff = () => Math.min(LONGEST, 2 ** tries++ * (1 + Math.random()));
  if (!me.token) {
    tell(id, "unsigned");
    return backOff();
  }
  let answer;
  try {
    answer = await post(entry, me.token);
    if (answer.status === 401 && (typeof settings.user === "function" || settings.userUrl)) {
      Object.assign(me, await whoAmI(true));
      if (me.token && entry.name === me.name) answer = await post(entry, me.token);
    }
  } catch {
    tell(id, navigator.onLine === false ? "offline" : "waiting");
    return backOff();
  }
  if (answer.status === 200 || answer.status === 201) {
    forget(name);
    tell(id, "sent");
    return 0;
  }
  if (answer.status === 401) {
    console.warn(`Huiliu: ${answer.said.detail}`);
    tell(id, "unsigned");
    return LONGEST;
  }
  if ([400, 409, 413, 422].includes(answer.status)) {
    forget(name);
    tell(id, "refused", answer.said.detail || answer.said.title || String(answer.status));
    return 0;
  }
  tell(id, "waiting");
  return Math.max(answer.after, backOff());
}

addEventListener("online", () => {
  tries = 0;
  flush();
});
