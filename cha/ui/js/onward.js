/* Onward: whoever has asked for a page is not called back by a frame that they asked for before it.

   A row is pressed, and at once something in what still stands beside it: the conversation's frame comes while the page is
   on its way. Turbo would then visit the frame's address for the address bar's sake, and that ends the way to the page. */
import * as Turbo from "@hotwired/turbo";

const askedAt = new WeakMap();
let onwardAt = 0;

addEventListener("turbo:before-fetch-request", ({ target }) => {
  if (target.localName === "turbo-frame") askedAt.set(target, performance.now());
});

addEventListener("turbo:before-visit", (event) => {
  const frame = [...document.querySelectorAll("turbo-frame[src]")].find(({ src }) => isAt(src, event.detail.url));
  const going = Turbo.navigator.currentVisit?.state === "started";
  if (going && frame && askedAt.get(frame) < onwardAt) event.preventDefault();
  else onwardAt = performance.now();
});

function isAt(src, url) {
  return new URL(src, location.href).href === url;
}
