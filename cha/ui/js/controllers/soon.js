/* Soon: its frame asks for itself again, until what comes back no longer has this controller.

   <turbo-frame id="tried"><section data-controller="soon" data-soon-url-value="/settings/policy/trial">…</section></turbo-frame> */
import { Controller } from "@hotwired/stimulus";

const SOON_AFTER = 2000;

export default class extends Controller {
  static values = { url: String };

  // lifecycle
  connect() {
    this.clock = setTimeout(() => this.#ask(), SOON_AFTER);
  }

  disconnect() {
    clearTimeout(this.clock);
  }

  // private
  #ask() {
    const frame = this.element.closest("turbo-frame");
    if (frame.getAttribute("src")) frame.reload();
    else frame.src = this.urlValue;
  }
}
