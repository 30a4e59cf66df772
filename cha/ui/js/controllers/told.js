/* Told: once a draft is kept, what it asks for although the person told us is shown over it.

   <form class="composer" data-controller="composer told" data-told-url-value="/now/…/already-told"
         data-action="composer:kept->told#look">
     <div data-told-target="place" role="status">the notices (_already_told.html)</div>
     <textarea name="body" data-told-target="text"></textarea>
   </form>

   "Use it" puts the answer in the place of the sentence that asks; without this script the button does so by the server. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["place", "text"];
  static values = { url: String };

  // actions
  async look({ detail }) {
    if (detail.kind === "note" || !/[?؟]|\p{L}{4}/u.test(detail.words)) return this.#show("");
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(this.urlValue, { signal: this.asked.signal });
      if (answer.ok) this.#show(await answer.text());
    } catch {
      // Without a network it is pointed out when it is sent.
    }
  }

  use(event) {
    const { sentence, instead } = event.params;
    const text = this.textTarget;
    if (!text.value.includes(sentence)) return;
    event.preventDefault();
    text.value = text.value.replace(sentence, () => instead);
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
    event.target.closest(".told").remove();
  }

  // private
  #show(html) {
    const found = new DOMParser().parseFromString(html, "text/html").body;
    if (found.textContent.trim() === this.placeTarget.textContent.trim()) return;
    this.placeTarget.replaceChildren(...found.children);
  }
}
