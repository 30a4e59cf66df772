/* Preview: how something would look with what stands in its form now, asked of the server.

   <form data-controller="preview" data-action="input->preview#look">
     <turbo-frame id="preview" data-preview-target="frame" data-preview-url="/settings/…/preview">…</turbo-frame></form>

   `data-preview-fields` on the frame names the fields that it looks at, where they are not those of the chat. Fields that
   are typed in ask a moment after the last key. */
import { Controller } from "@hotwired/stimulus";

const PREVIEW_PAUSE = 300;

export default class extends Controller {
  static targets = ["frame"];

  // lifecycle
  connect() {
    this.typed = () => this.look();
    this.element.addEventListener("input", this.typed);
  }

  disconnect() {
    clearTimeout(this.waiting);
    this.element.removeEventListener("input", this.typed);
  }

  // actions
  look() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#ask(), PREVIEW_PAUSE);
  }

  // private
  #ask() {
    const said = new URLSearchParams();
    const own = this.frameTarget.dataset.previewFields;
    for (const name of own ? own.split(" ") : ["colour", "greeting", "side", "faces", "phone"]) {
      const field = this.element.elements.namedItem(name);
      if (field && (field.type !== "checkbox" || field.checked)) said.set(name, field.value);
    }
    const url = `${this.frameTarget.dataset.previewUrl}?${said}`;
    if (this.frameTarget.getAttribute("src") !== url) this.frameTarget.src = url;
  }
}
