// Shows what is pushed, and opens it. It keeps nothing and answers no request in the site's place.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(
    self.registration.showNotification(told.title || "Huiliu", { body: told.body || "", tag: told.tag, data: told.url || "/" }),
  );
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
