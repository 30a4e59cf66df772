/* End: a story opens at its end and stays there while new entries arrive, unless one has scrolled up to read.

   <div class="talk__scroll" data-controller="end" tabindex="0" role="region" aria-label="…"><ol class="timeline" role="log">…</ol></div>

   An entry inside with [data-first-unread] is shown instead of the very end. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // lifecycle
  connect() {
    const unread = this.element.querySelector("[data-first-unread]");
    if (unread) unread.scrollIntoView({ block: "start" });
    else this.#down();
    this.watch = new MutationObserver(() => this.atEnd && this.#down());
    this.watch.observe(this.element, { childList: true, subtree: true });
    this.element.addEventListener("scroll", () => this.#note(), { passive: true });
    this.#note();
  }

  disconnect() {
    this.watch.disconnect();
  }

  // private
  #down() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  #note() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.atEnd = scrollHeight - scrollTop - clientHeight < 80;
  }
}
