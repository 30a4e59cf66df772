/* Mention: an @ in a note opens the team as a list; arrows choose, Enter writes the name.

   <form data-controller="mention" data-mention-url-value="/now/…/mentions">
     <textarea class="composer__text">…</textarea>      notes only: the radio "kind" says which it is
   </form>

   The list (a listbox, fetched once) is put before the text. What counts is the text: the names in it are read there. */
import { Controller } from "@hotwired/stimulus";

const MENTION_BEFORE = /(?:^|[^\p{L}\p{N}_@.])@([\p{L}\p{N}'’-]*(?: [\p{L}\p{N}'’-]*)?)$/u;

export default class extends Controller {
  static values = { url: String };

  // lifecycle
  connect() {
    this.text = this.element.querySelector(".composer__text");
    this.typed = () => this.#look();
    this.pressed = (event) => this.#press(event);
    this.left = () => setTimeout(() => this.#shut(), 150);
    this.text.addEventListener("input", this.typed);
    this.element.addEventListener("keydown", this.pressed, true);
    this.text.addEventListener("blur", this.left);
  }

  disconnect() {
    this.text.removeEventListener("input", this.typed);
    this.element.removeEventListener("keydown", this.pressed, true);
    this.text.removeEventListener("blur", this.left);
    this.list?.remove();
  }

  // private
  get #shown() {
    return [...(this.list?.querySelectorAll("[role=option]:not([hidden])") ?? [])];
  }

  async #look() {
    const note = this.element.querySelector("input[name=kind][value=note]")?.checked;
    const found = note && MENTION_BEFORE.exec(this.text.value.slice(0, this.text.selectionStart));
    if (!found || this.text.value === this.written) return this.#shut();
    this.word = found[1];
    if (!this.list) await this.#fetch();
    const wanted = this.#fold(this.word);
    for (const one of this.list.children) one.hidden = !this.#fold(one.dataset.whole).includes(wanted);
    if (!this.#shown.length) return this.#shut();
    this.list.hidden = false;
    this.text.setAttribute("aria-controls", this.list.id);
    this.#select(this.#shown[0]);
  }

  async #fetch() {
    const page = await (await fetch(this.urlValue)).text();
    const list = new DOMParser().parseFromString(page, "text/html").querySelector("[role=listbox]");
    if (this.list || !list) return;
    this.list = list;
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#write(event.target.closest("[role=option]"));
    });
    this.text.before(list);
  }

  #press(event) {
    if (!this.list || this.list.hidden || event.target !== this.text || event.isComposing || event.ctrlKey || event.metaKey) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const shown = this.#shown;
    if (by) this.#select(shown[(shown.indexOf(this.at) + by + shown.length) % shown.length]);
    else if (event.key === "Enter" || event.key === "Tab") this.#write(this.at);
    else if (event.key === "Escape") this.#shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #select(one) {
    this.at = one;
    for (const each of this.list.children) each.setAttribute("aria-selected", each === one);
    this.text.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  }

  #write(one) {
    if (!one) return;
    const end = this.text.selectionStart;
    this.text.setRangeText(`@${one.dataset.name} `, end - this.word.length - 1, end, "end");
    this.written = this.text.value;
    this.#shut();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.focus();
  }

  #shut() {
    if (this.list) this.list.hidden = true;
    this.text.removeAttribute("aria-activedescendant");
    this.text.removeAttribute("aria-controls");
  }

  #fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }
}
