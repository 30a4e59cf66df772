/* Ping: e reads the line of the inbox that the cursor is on.

   <div data-controller="ping" data-action="keydown@document->ping#press">
     <li class="ping"><a href="…">…</a> <form data-ping-read>…</form></li>
   </div> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // actions
  press(event) {
    if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.element.closest("[data-keys-off-value=true]")) return;
    const form = document.activeElement?.closest(".ping")?.querySelector("form[data-ping-read]");
    if (!form || !this.element.contains(form)) return;
    event.preventDefault();
    form.requestSubmit();
  }
}
