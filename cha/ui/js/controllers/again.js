/* Again: asks every three seconds for a word, and for the page again when the word has changed.

   <body data-controller="again" data-again-url-value="/mailbox/state" data-again-state-value="3f9c…"> */
import { Controller } from "@hotwired/stimulus";

const AGAIN_EVERY = 3000;

export default class extends Controller {
  static values = { url: String, state: String };

  // lifecycle
  connect() {
    this.clock = setInterval(() => this.#ask(), AGAIN_EVERY);
  }

  disconnect() {
    clearInterval(this.clock);
  }

  // private
  async #ask() {
    if (document.hidden) return;
    const answer = await fetch(this.urlValue).catch(() => null);
    const word = answer?.ok ? await answer.text() : this.stateValue;
    if (word === this.stateValue) return;
    this.stateValue = word;
    Turbo.session.refresh(location.href);
  }
}
