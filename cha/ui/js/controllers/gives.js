/* Gives: how many messages go and how many stay, said again whenever one is chosen; all of them at once.

   <form data-controller="gives" data-gives-words-value="# go, § stay">
     <span data-gives-target="count">5 messages</span> <button hidden data-gives-target="all" data-action="gives#all">All go</button>
     <input type="radio" name="m-1" value="goes" data-action="gives#count"> …
   </form> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["count", "all"];
  static values = { words: String };

  // lifecycle
  connect() {
    if (this.hasAllTarget) this.allTarget.hidden = false;
    this.count();
  }

  // actions
  count() {
    if (!this.hasCountTarget) return;
    const [go, stay] = ["goes", "stays"].map((value) => this.#chosen(value).length);
    if (go + stay) this.countTarget.textContent = this.wordsValue.replace("#", go).replace("§", stay);
  }

  all() {
    for (const radio of this.element.querySelectorAll('input[value="goes"][name^="m-"]')) radio.checked = true;
    this.count();
  }

  // private
  #chosen(value) {
    return this.element.querySelectorAll(`input[value="${value}"][name^="m-"]:checked`);
  }
}
