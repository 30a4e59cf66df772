/* Theme: light or dark, comfortable or compact, kept in a cookie that the server reads (cha.ui.look).

   <div data-controller="theme"><button data-action="theme#turn">…</button><button data-action="theme#pack">…</button></div> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // actions
  turn() {
    const dark = this.#root.dataset.theme ? this.#root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    this.#keep("theme", dark ? "light" : "dark");
  }

  pack() {
    this.#keep("density", this.#root.dataset.density === "compact" ? "" : "compact");
  }

  // private
  get #root() {
    return document.documentElement;
  }

  #keep(name, value) {
    if (value) this.#root.dataset[name] = value;
    else delete this.#root.dataset[name];
    document.cookie = `cha-${name}=${value}; path=/; max-age=31536000; samesite=lax`;
  }
}
