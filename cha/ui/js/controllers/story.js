/* Story: begins at its end, and stays there while the reader is there.

   <div class="talk__scroll" data-controller="story"><ol class="timeline">…</ol></div> */
import { Controller } from "@hotwired/stimulus";

const STORY_NEAR = 80;

export default class extends Controller {
  // lifecycle
  connect() {
    this.scrolled = () => (this.atEnd = this.#left() < STORY_NEAR);
    this.element.addEventListener("scroll", this.scrolled, { passive: true });
    this.size = new ResizeObserver(() => this.atEnd && this.#toEnd());
    for (const child of this.element.children) this.size.observe(child);
    this.size.observe(this.element);
    this.#toEnd();
    // In a low window the whole column scrolls, not the story in it.
    const column = this.element.closest(".talk");
    const low = getComputedStyle(this.element).overflowY === "visible";
    if (low && column && !location.hash) column.scrollTop = column.scrollHeight;
  }

  disconnect() {
    this.element.removeEventListener("scroll", this.scrolled);
    this.size.disconnect();
  }

  // private
  #left() {
    return this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight;
  }

  #toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.atEnd = true;
  }
}
