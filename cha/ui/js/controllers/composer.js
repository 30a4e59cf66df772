/* Composer: reply or note, a draft that is kept as one types, ⌘/Ctrl Enter sends.

   <form class="composer" method="post" action="…" data-controller="composer" data-composer-draft-value="/…/draft"
         data-composer-kept-value="Draft kept" data-composer-here-value="Kept on this machine"
         data-action="turbo:submit-start->composer#leave turbo:submit-end->composer#sent">
     <label><input type="radio" name="kind" value="reply" aria-keyshortcuts="r" data-action="click->composer#turn"></label> …
     <span data-composer-target="state"></span>
     <textarea name="body" data-composer-target="text" data-action="composer#write keydown->composer#press"></textarea>
     <button data-composer-target="send">…</button>
   </form>

   The draft goes to its URL 600 ms after the last key (fields of this form), with a copy on this machine until it has arrived. */
import { Controller } from "@hotwired/stimulus";

const COMPOSER_PAUSE = 600;

export default class extends Controller {
  static targets = ["text", "state", "send"];
  static values = { draft: String, kept: String, here: String };

  // lifecycle
  connect() {
    this.retry = () => this.#copy && this.#keep();
    addEventListener("online", this.retry);
    const copy = this.#copy;
    if (copy && !this.textTarget.value) this.textTarget.value = copy;
    if (copy) this.#keep();
    this.#size();
  }

  disconnect() {
    removeEventListener("online", this.retry);
    if (this.waiting) this.#keep();
  }

  // actions
  write() {
    this.#size();
    this.#copy = this.textTarget.value;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#keep(), COMPOSER_PAUSE);
  }

  press(event) {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    // Of several ways to send, the one that is seen fits what is written.
    this.element.requestSubmit(this.sendTargets.find((button) => button.getClientRects().length) ?? null);
  }

  turn() {
    this.textTarget.focus();
    if (this.textTarget.value) this.write();
  }

  leave() {
    clearTimeout(this.waiting);
    this.waiting = null;
  }

  sent(event) {
    if (!event.detail.success) return this.write();
    this.#copy = "";
    this.textTarget.value = "";
    this.#tell("");
    this.#size();
  }

  // private
  get #place() {
    return `cha-draft ${this.draftValue}`;
  }

  get #copy() {
    return this.draftValue && localStorage.getItem(this.#place);
  }

  set #copy(text) {
    if (!this.draftValue) return;
    if (text) localStorage.setItem(this.#place, text);
    else localStorage.removeItem(this.#place);
  }

  async #keep() {
    clearTimeout(this.waiting);
    this.waiting = null;
    if (!this.draftValue) return;
    const body = new FormData(this.element);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const written = this.textTarget.value;
    try {
      const answer = await fetch(this.draftValue, { method: "POST", body, keepalive: written.length < 20000 });
      if (!answer.ok) throw new Error(`the draft's answer was ${answer.status}`);
      if (this.textTarget.value === written) this.#copy = "";
      this.#tell(written ? this.keptValue : "");
    } catch {
      this.#tell(this.hereValue);
    }
  }

  #tell(words) {
    if (this.hasStateTarget) this.stateTarget.textContent = words;
  }

  #size() {
    if (CSS.supports("field-sizing", "content")) return;
    this.textTarget.rows = Math.min(12, Math.max(3, this.textTarget.value.split("\n").length + 1));
  }
}
