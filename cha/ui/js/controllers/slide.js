/* Slide: a slider beside a number. The number is the field; the slider only helps, and the style sheet hides it without script.

   <form data-controller="slide">
     <input type="text" name="late.up_to-0" data-slide-name="late.up_to-0">
     <input type="range" data-slide-of="late.up_to-0" data-action="input->slide#pull">
     <output data-slide-shown="late.up_to-0">€50</output> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // lifecycle
  connect() {
    this.typed = (event) => this.#follow(event.target);
    this.element.addEventListener("input", this.typed);
  }

  disconnect() {
    this.element.removeEventListener("input", this.typed);
  }

  // actions
  pull({ target }) {
    const field = this.#one("name", target.dataset.slideOf);
    if (field) field.value = target.value;
    this.#show(target.dataset.slideOf, target.value);
  }

  // private
  #follow(field) {
    const name = field.dataset.slideName;
    if (!name) return;
    const amount = Number(field.value.replace(",", "."));
    const range = this.#one("of", name);
    if (range && Number.isFinite(amount)) range.value = amount;
    this.#show(name, field.value);
  }

  #show(name, words) {
    const shown = this.#one("shown", name);
    if (shown) shown.textContent = shown.textContent.replace(/[\d.,]+/, words);
  }

  #all(kind) {
    return [...this.element.querySelectorAll(`[data-slide-${kind}]`)];
  }

  #one(kind, name) {
    const key = `slide${kind[0].toUpperCase()}${kind.slice(1)}`;
    return this.#all(kind).find((element) => element.dataset[key] === name);
  }
}
