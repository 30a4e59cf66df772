/* Zone: chooses the time zone of this machine, where nothing was chosen yet.

   <select data-controller="zone">…</select> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  connect() {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!this.element.querySelector("option[selected]")) this.element.value = here;
  }
}
