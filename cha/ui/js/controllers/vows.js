/* Vows: once a draft is kept, what it promises is shown under it, to be kept as a promise in one press.

   <form class="composer" data-controller="composer vows" data-vows-url-value="/now/…/vows"
         data-action="composer:kept->vows#look">
     <textarea name="body" data-vows-target="text"></textarea>
     <div data-vows-target="place" role="status">the notices (_vows.html)</div>
   </form>

   What was pressed stays pressed while its words stay. Nothing is asked of a draft without a letter or a number in it. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["place", "text"];
  static values = { url: String };

  // lifecycle
  connect() {
    if (this.textTarget.value && !this.placeTarget.childElementCount) this.#ask();
  }

  disconnect() {
    this.asked?.abort();
  }

  // actions
  look({ detail }) {
    if (detail.kind === "note" || !/\p{L}{2}/u.test(detail.words)) return this.#show("");
    this.#ask();
  }

  say(event) {
    const { instead } = event.params;
    if (!instead) return;
    event.preventDefault();
    this.textTarget.value = instead;
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.textTarget.focus();
    event.target.closest(".vow").remove();
  }

  // private
  async #ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(this.urlValue, { signal: this.asked.signal });
      if (answer.ok) this.#show(await answer.text());
    } catch {
      // Without a network it is said when it is sent.
    }
  }

  #show(html) {
    const found = new DOMParser().parseFromString(html, "text/html").body;
    if (found.textContent.trim() === this.placeTarget.textContent.trim()) return;
    const kept = new Set([...this.placeTarget.querySelectorAll(":checked")].map((box) => box.value));
    for (const box of found.querySelectorAll("[name=vow]")) box.checked = kept.has(box.value);
    this.placeTarget.replaceChildren(...found.children);
  }
}
