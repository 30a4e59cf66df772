/* Toast: goes by itself after its seconds, but not while a pointer or the focus rests on it.

   <div class="toast" data-controller="toast" data-toast-seconds-value="8">Sent to Adaeze <form>…Undo…</form></div> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static values = { seconds: { type: Number, default: 8 } };

  // lifecycle
  connect() {
    // One key undoes what was done last; what was done before has its button.
    for (const older of document.querySelectorAll(".toast [data-keys]")) {
      if (!this.element.contains(older)) older.removeAttribute("data-keys");
    }
    this.left = this.secondsValue;
    if (this.left) this.clock = setInterval(() => this.#tick(), 1000);
  }

  disconnect() {
    clearInterval(this.clock);
  }

  // actions
  close() {
    this.element.remove();
  }

  // private
  #tick() {
    if (!this.element.matches(":hover, :focus-within")) this.left -= 1;
    if (this.left <= 0) this.close();
  }
}
