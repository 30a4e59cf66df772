/* Holding: who writes in the composer while its frame is drawn anew goes on writing, with the words, the place and the
   focus; otherwise the next letters would be keys that do something. What has been sent is not held. */
let holdingAt;
const holdingSent = new WeakSet();

addEventListener("turbo:submit-start", ({ target }) => holdingSent.add(target));
addEventListener("turbo:submit-end", ({ target, detail }) => detail.success || holdingSent.delete(target));

addEventListener("turbo:before-frame-render", ({ detail }) => {
  const box = document.activeElement;
  const form = box?.closest("#composer");
  const fresh = detail.newFrame.querySelector("#composer");
  if (box?.id !== "reply" || fresh?.getAttribute("action") !== form.getAttribute("action") || holdingSent.has(form)) return;
  const { value, selectionStart, selectionEnd } = box;
  holdingAt = { value, selectionStart, selectionEnd, kind: new FormData(form).get("kind") };
});

addEventListener("turbo:frame-render", () => {
  const box = holdingAt && document.getElementById("reply");
  const { value, selectionStart, selectionEnd, kind } = holdingAt ?? {};
  holdingAt = null;
  if (!box) return;
  box.form.querySelector(`[name=kind][value=${kind}]:not(:checked)`)?.click();
  box.focus();
  const other = box.value !== value;
  if (other) box.value = value;
  box.setSelectionRange(selectionStart, selectionEnd);
  if (other) box.dispatchEvent(new Event("input", { bubbles: true }));
});
