/* Arrive: asks for the page again when anything is heard on the page's live topics, and every ten seconds in case the
   stream is held up: only the first run waits like this, for a minute, once.

   <div data-controller="arrive" data-waiting>…</div> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // lifecycle
  connect() {
    this.hear = (event) => {
      event.preventDefault();
      this.#look();
    };
    document.addEventListener("turbo:before-stream-render", this.hear);
    this.patience = setInterval(() => this.#look(), 10000);
  }

  disconnect() {
    document.removeEventListener("turbo:before-stream-render", this.hear);
    clearTimeout(this.soon);
    clearInterval(this.patience);
  }

  // private

  /* A message and its acknowledgement follow each other closely: one look a moment later sees both. */
  #look() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => Turbo.session.refresh(location.href), 600);
  }
}
