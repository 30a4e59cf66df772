/* Finder: finds as one types, and leads from the field into what was found. Without script the form is sent by Enter.

   <div data-controller="finder" data-action="keydown@document->finder#slash:capture">
     <form data-finder-target="form" data-turbo-frame="found">
       <input data-finder-target="field" data-action="finder#typed keydown.down->finder#down">
     </form>
   </div>
   <turbo-frame id="found"><a data-list-target="row">…</a></turbo-frame> */
import { Controller } from "@hotwired/stimulus";

const FINDER_PAUSE = 220;

export default class extends Controller {
  static targets = ["form", "field"];

  // lifecycle
  disconnect() {
    clearTimeout(this.waiting);
  }

  // actions
  typed(event) {
    clearTimeout(this.waiting);
    if (!event.isComposing) this.waiting = setTimeout(() => this.formTarget.requestSubmit(), FINDER_PAUSE);
  }

  slash(event) {
    // In the empty field itself it is the key again, and no word to look for.
    const here = event.target === this.fieldTarget && !this.fieldTarget.value;
    const writing = !here && event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    this.fieldTarget.focus();
    this.fieldTarget.select();
    event.preventDefault();
  }

  down(event) {
    const row = document.querySelector('[data-list-target="row"]');
    if (!row) return;
    row.focus();
    event.preventDefault();
  }
}
