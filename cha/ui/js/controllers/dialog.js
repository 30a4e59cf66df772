/* Dialog: the browser's own, opened by a button and shut by a press outside, by Escape or when its form was taken.

   <button data-controller="dialog" data-action="dialog#open" data-dialog-id-param="snooze">Snooze</button>
   <dialog id="snooze" data-controller="dialog" data-action="click->dialog#outside turbo:submit-end->dialog#done">
     <button data-action="dialog#close">Close</button>
   </dialog>

   data-dialog-src-param loads the turbo-frame inside first. data-dialog-open-value="true" opens it at once. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static values = { open: Boolean };

  // lifecycle
  connect() {
    if (this.openValue && this.element.showModal) this.element.showModal();
  }

  // actions
  open({ params, currentTarget }) {
    const dialog = document.getElementById(params.id);
    if (!dialog) return;
    const frame = params.src ? dialog.querySelector("turbo-frame") : null;
    // What was there before goes first: nobody types into a form that is about to be another.
    frame?.replaceChildren();
    frame?.setAttribute("src", params.src);
    // Back to the button, unless what was chosen went into a text that goes on being written.
    const back = () => currentTarget.isConnected && !document.activeElement.matches("textarea, input") && currentTarget.focus();
    dialog.addEventListener("close", back, { once: true });
    // What came late is gone into all the same.
    const settle = () => document.activeElement === dialog && dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, button")?.focus();
    if (params.src) dialog.addEventListener("turbo:frame-load", settle, { once: true });
    dialog.showModal();
  }

  close() {
    this.element.close();
  }

  outside(event) {
    if (event.target === this.element) this.element.close();
  }

  /* For a form that only looks for something in the dialog: "turbo:submit-end->dialog#stay:stop". */
  stay() {}

  done(event) {
    if (event.detail.success) this.element.close();
  }
}
