/* Copy: puts a text on the clipboard and says so. Hidden where a browser cannot.

   <button hidden data-controller="copy" data-action="copy#copy" data-copy-text-value="…" data-copy-done-value="Copied">
     <span data-copy-target="words">Copy</span></button> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["words"];
  static values = { text: String, done: String };

  // lifecycle
  connect() {
    this.element.hidden = !navigator.clipboard;
    this.usual = this.wordsTarget.textContent;
  }

  disconnect() {
    clearTimeout(this.back);
  }

  // actions
  async copy() {
    await navigator.clipboard.writeText(this.textValue);
    this.wordsTarget.textContent = this.doneValue;
    clearTimeout(this.back);
    this.back = setTimeout(() => (this.wordsTarget.textContent = this.usual), 3000);
  }
}
