/* What was typed is kept in the page's own storage: drafts while one writes, reports until they have arrived. Each has a
   place of its own, so that two tabs never write over each other. Where storage is closed it is kept as long as the page. */
const memory = new Map();

function keep(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(name, JSON.stringify(value));
    memory.delete(name);
    return true;
  } catch {
    return false;
  }
}

function kept(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function forget(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    /* there was nothing in it */
  }
}

function namesBeginning(start) {
  let names = [];
  try {
    names = Object.keys(localStorage);
  } catch {
    /* closed: only what is in memory */
  }
  return [...new Set([...names, ...memory.keys()])].filter((name) => name.startsWith(start));
}

/* A short name for a text; not for secrets (FNV-1a). */
function shortName(text) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return (sum >>> 0).toString(36) + text.length.toString(36);
}
