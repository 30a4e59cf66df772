/* Saved replies: narrow the list by words, see how one reads, take it into the text.

   <div class="replies" data-controller="saved-replies" data-saved-replies-into-value="reply">
     <div><input class="input" data-saved-replies-target="filter" data-action="saved-replies#narrow keydown->saved-replies#step">
       <ul role="listbox"><li role="option" data-saved-replies-target="reply" data-body="…"
                              data-action="click->saved-replies#take mouseenter->saved-replies#show">…</li></ul></div>
     <div class="body" data-saved-replies-target="preview"></div>
   </div> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["filter", "reply", "preview"];
  static values = { into: String };

  // actions
  narrow() {
    const words = this.#fold(this.filterTarget.value).split(/\s+/);
    for (const reply of this.replyTargets) {
      const text = this.#fold(`${reply.textContent} ${reply.dataset.body}`);
      reply.hidden = !words.every((word) => text.includes(word));
    }
    this.#select(this.#shown[0]);
  }

  step(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.#select(this.#shown[Math.max(0, this.#shown.indexOf(this.#selected) + by)] ?? this.#selected);
    else if (event.key === "Enter" && this.#selected) this.#insert(this.#selected);
    else return;
    event.preventDefault();
  }

  show({ currentTarget }) {
    this.#select(currentTarget);
  }

  take({ currentTarget }) {
    this.#insert(currentTarget);
  }

  // private
  get #shown() {
    return this.replyTargets.filter((reply) => !reply.hidden);
  }

  get #selected() {
    return this.replyTargets.find((reply) => reply.ariaSelected === "true");
  }

  #fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }

  #select(chosen) {
    for (const reply of this.replyTargets) reply.setAttribute("aria-selected", reply === chosen);
    chosen?.scrollIntoView({ block: "nearest" });
    if (!this.hasPreviewTarget) return;
    const looks = chosen?.querySelector("template");
    this.previewTarget.replaceChildren(looks ? looks.content.cloneNode(true) : (chosen?.dataset.body ?? ""));
  }

  #insert(reply) {
    const text = document.getElementById(this.intoValue);
    if (!text) return;
    const { body } = reply.dataset;
    const from = text.selectionStart;
    text.setRangeText(body, from, text.selectionEnd, "end");
    const open = body.match(/\{[^{}\n]{1,40}\?\}/);
    if (open) text.setSelectionRange(from + open.index, from + open.index + open[0].length);
    text.dispatchEvent(new Event("input", { bubbles: true }));
    this.element.closest("dialog")?.close();
    text.focus();
  }
}
