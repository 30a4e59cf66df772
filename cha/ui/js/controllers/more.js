/* More: the next rows come when the end of the list comes near; without script it is a link to them.

   <a href="/conversations?after=…" rel="next" data-controller="more" data-action="more#load">More</a>

   The answer is Turbo Streams: rows below those that are there, and this link anew, or none at the end. */
import { Controller } from "@hotwired/stimulus";

const MORE_NEAR = "600px";

export default class extends Controller {
  // lifecycle
  connect() {
    const root = this.element.closest(".crowd__scroll");
    const scrolls = root && getComputedStyle(root).overflowY === "auto" && root.clientHeight < root.scrollHeight;
    this.watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.#fetch(), {
      root: scrolls ? root : null,
      rootMargin: MORE_NEAR,
    });
    this.watch.observe(this.element);
  }

  disconnect() {
    this.watch.disconnect();
  }

  // actions
  load(event) {
    event.preventDefault();
    this.#fetch();
  }

  // private
  async #fetch() {
    if (this.element.ariaBusy === "true") return;
    this.element.ariaBusy = "true";
    const answer = await fetch(this.element.href, { headers: { Accept: "text/vnd.turbo-stream.html" } }).catch(() => null);
    if (answer?.ok) Turbo.renderStreamMessage(await answer.text());
    else this.element.ariaBusy = "false";
  }
}
