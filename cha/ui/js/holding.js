/* Holding: who writes in the composer while its frame is drawn anew goes on writing, with the words, the place and the
   focus; otherwise the next letters would be keys that do something. What has been sent is not held. */
const holdingSent = new WeakSet();

function holdingWords(fresh) {
  const box = document.activeElement;
  const form = box?.closest("#composer");
  const next = fresh.querySelector("#composer");
  if (box?.id !== "reply" || next?.getAttribute("action") !== form.getAttribute("action") || holdingSent.has(form)) return null;
  const { value, selectionStart, selectionEnd } = box;
  return { value, selectionStart, selectionEnd, kind: new FormData(form).get("kind") };
}

function holdingBack({ value, selectionStart, selectionEnd, kind }) {
  const box = document.getElementById("reply");
  if (!box) return;
  box.form.querySelector(`[name=kind][value=${kind}]:not(:checked)`)?.click();
  const other = box.value !== value;
  if (other) box.value = value;
  box.setSelectionRange(selectionStart, selectionEnd);
  if (other) box.dispatchEvent(new Event("input", { bubbles: true }));
}

addEventListener("turbo:submit-start", ({ target }) => holdingSent.add(target));
addEventListener("turbo:submit-end", ({ target, detail }) => detail.success || holdingSent.delete(target));

addEventListener("turbo:before-frame-render", ({ detail }) => {
  const { render } = detail;
  detail.render = (current, fresh) => {
    const held = holdingWords(fresh);
    const sent = document.activeElement?.closest("#composer") && holdingSent.has(document.activeElement.form);
    render(current, fresh);
    // What was sent stands in the story: keys work there, and Tab leads back into the composer.
    if (sent) document.getElementById("story")?.focus({ preventScroll: true });
    if (!held) return;
    document.getElementById("reply")?.focus();
    // Once the controllers have seen what the server knows.
    queueMicrotask(() => holdingBack(held));
  };
});
