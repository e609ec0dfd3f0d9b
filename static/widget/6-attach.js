/* Which answers there are: those that the page marks, as they come, and those that it names itself. */
const bars = new Map(); // answer: its bar

const textOf = (element) => element.dataset.huiliuText || element.innerText.trim();
const roleOf = (element) => element.dataset.huiliuRole || "assistant";

/* All messages up to the answer, in the order of the page. */
function conversationOf(answer) {
  const around = answer.closest("[data-huiliu-conversation]") || document;
  const marked = [...around.querySelectorAll("[data-huiliu-role], [data-huiliu-answer]")];
  const shown = marked.slice(0, marked.indexOf(answer) + 1);
  const conversation = shown.map((one) => ({ role: one === answer ? "assistant" : roleOf(one), content: textOf(one) }));
  return { conversation, target: conversation.length - 1 };
}

function nearest(element, name) {
  const attribute = `data-huiliu-${name}`;
  const found = element.closest(`[${attribute}]`);
  return (found && found.getAttribute(attribute)) || settings[name];
}

function attach({ element, conversation, target, version, model }) {
  if (bars.has(element)) return bars.get(element);
  const given = () => {
    const turns = typeof conversation === "function" ? conversation() : conversation;
    return turns ? { conversation: turns, target: target === undefined ? turns.length - 1 : target } : conversationOf(element);
  };
  const host = bar(element, () => ({ ...given(), model: model || nearest(element, "model"), version: version || nearest(element, "version") }));
  bars.set(element, host);
  element.after(host);
  return host;
}

function detach(element) {
  const host = bars.get(element);
  if (host) host.remove();
  bars.delete(element);
}

function look() {
  for (const answer of document.querySelectorAll("[data-huiliu-answer]")) attach({ element: answer });
  for (const [answer, host] of bars) {
    if (!answer.isConnected) detach(answer);
    else if (!host.isConnected) answer.after(host); // the page drew itself anew around it
  }
}

let isLooking = false;
function lookSoon() {
  if (isLooking) return;
  isLooking = true;
  setTimeout(() => {
    isLooking = false;
    look();
  }, 50);
}

function configure(given) {
  Object.assign(settings, given);
  flush();
}

window.Huiliu = { attach, detach, configure };
new MutationObserver(lookSoon).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-huiliu-answer"] });
look();
flush();
document.dispatchEvent(new CustomEvent("huiliu:ready"));
