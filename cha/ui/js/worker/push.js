/* Shows what the house pushes, and leads there. Served at /push-worker.js (cha/workspace/views/push_worker.py).

   A message is {title, body, path, tag}: who and what, never a person's words. The tag shows the same thing once. */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(told(event))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(go(event.notification.data?.path ?? "/for-you"));
});

function told(event) {
  try {
    return event.data.json();
  } catch {
    return { title: "Cha", body: "", path: "/for-you", tag: "for-you" };
  }
}

async function show({ title, body, path, tag }) {
  const open = await windows();
  // Who has it before them is not told of it.
  if (open.some((page) => page.visibilityState === "visible" && new URL(page.url).pathname === path)) return;
  await self.registration.showNotification(title, { body, tag, data: { path } });
}

async function go(path) {
  const open = await windows();
  const page = open.find((one) => one.focused) ?? open[0];
  if (!page) return self.clients.openWindow(path);
  await page.focus().catch(() => {});
  return page.navigate(path).catch(() => self.clients.openWindow(path));
}

function windows() {
  return self.clients.matchAll({ type: "window", includeUncontrolled: true });
}
