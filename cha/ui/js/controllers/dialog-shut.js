/* Dialog shut: a link back, which inside a dialog only shuts it.

   <dialog>… <a href="/now/…" data-controller="dialog-shut" data-action="dialog-shut#shut">Close</a></dialog> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // actions
  shut(event) {
    const dialog = this.element.closest("dialog");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  }
}
