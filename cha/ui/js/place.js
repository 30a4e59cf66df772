/* <turbo-stream action="place" target="queue-now"><template><li id="need-0A" data-care="1200">…</li></template></turbo-stream>

   Puts each element into the target in order of data-care (a number, smallest first). One with the same id, wherever it
   stands, is replaced. The row under the pointer or with the focus stays where it is on the screen; the row that is open
   stays marked. Without the target on the page the old element goes: it belongs to a list that is not shown. */
import * as Turbo from "@hotwired/turbo";

Turbo.StreamActions.place = function () {
  const target = this.targetElements[0];
  for (const fresh of [...this.templateContent.children]) {
    const old = fresh.id && document.getElementById(fresh.id);
    if (!target) old?.remove();
    else placeStill(target, () => placeOne(target, old, fresh));
  }
};

function placeOne(target, old, fresh) {
  const focused = old && old.contains(document.activeElement);
  if (old?.querySelector("[aria-current]")) fresh.querySelector("a")?.setAttribute("aria-current", "true");
  old?.remove();
  const care = Number(fresh.dataset.care);
  const next = [...target.children].find((row) => row.dataset.care !== undefined && Number(row.dataset.care) > care);
  target.insertBefore(fresh, next ?? null);
  if (focused) fresh.querySelector("a, button")?.focus({ preventScroll: true });
}

function placeStill(target, change) {
  const scroller = placeScroller(target);
  const anchor = [...scroller.querySelectorAll("[data-care]:is(:hover, :focus-within)")].at(-1);
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - before;
}

function placeScroller(element) {
  for (let at = element; at; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  return document.scrollingElement;
}
