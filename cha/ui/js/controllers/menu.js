/* Menu: a list that opens from a button; works without this. Shut by Escape, a press elsewhere, or when something was chosen.

   <details class="menu" data-controller="menu"><summary class="btn">More</summary><div class="menu__list">…</div></details> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // lifecycle
  connect() {
    this.press = (event) => this.element.open && !this.element.contains(event.target) && this.#shut();
    this.key = (event) => event.key === "Escape" && this.element.open && this.#leave(event);
    this.chosen = (event) => event.target.closest(".menu__item") && this.#shut();
    document.addEventListener("click", this.press);
    this.element.addEventListener("keydown", this.key);
    this.element.addEventListener("click", this.chosen);
  }

  disconnect() {
    document.removeEventListener("click", this.press);
    this.element.removeEventListener("keydown", this.key);
    this.element.removeEventListener("click", this.chosen);
  }

  // private
  #shut() {
    // After the press has done what it does: a submit button must still be there.
    setTimeout(() => (this.element.open = false));
  }

  #leave(event) {
    this.element.open = false;
    this.element.querySelector("summary").focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
