// Asks this browser to take notices while the site is closed. The page works without it: the buttons stay hidden then.
"use strict";
(() => {
  const form = document.getElementById("push-here");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const words = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await navigator.serviceWorker.register("/sw.js");
      const ready = await navigator.serviceWorker.ready;
      const key = bytes(form.dataset.key);
      const made = await ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      form.elements.endpoint.value = made.endpoint;
      form.elements.p256dh.value = words(made.getKey("p256dh"));
      form.elements.auth.value = words(made.getKey("auth"));
      form.submit();
    } catch {
      document.getElementById("push-refused").hidden = false;
    }
  });
})();
