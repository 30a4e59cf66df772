/* Keys: one key does what a visible button does.

   <div data-controller="keys" data-action="keydown@document->keys#press" data-keys-off-value="false">
     <button aria-keyshortcuts="r">Reply</button>         a key clicks it; a field is focused
     <a href="/promises" data-keys="g p">Promises</a>     two keys, one after the other
     <a href="/now" data-keys="Escape">Back</a>
     <details>… <button aria-keyshortcuts="s">Snooze</button></details>     works while the menu is shut
   </div>

   j, k, Enter and x belong to the list and are told to it as keys:next, keys:previous, keys:open, keys:choose. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static values = { off: Boolean };
  static told = { j: "next", k: "previous", x: "choose", Enter: "open" };

  // lifecycle
  disconnect() {
    clearTimeout(this.forgetting);
  }

  // actions
  press(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return this.#leave(event);
    if (this.offValue || event.ctrlKey || event.metaKey || event.altKey || this.#typing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const keys = this.prefix ? `${this.prefix} ${key}` : key;
    this.#remember(keys === "g" ? "g" : "");
    if (keys === "?") return this.#help(event);
    if (this.#use(this.#found(keys))) return event.preventDefault();
    this.#tell(keys, event);
  }

  // private
  #typing(target) {
    return target.closest?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button])");
  }

  #remember(prefix) {
    clearTimeout(this.forgetting);
    this.prefix = prefix;
    if (prefix) this.forgetting = setTimeout(() => (this.prefix = ""), 1500);
  }

  #found(keys) {
    const quoted = CSS.escape(keys);
    const all = document.querySelectorAll(`[aria-keyshortcuts="${quoted}" i], [data-keys="${keys}"]`);
    const able = [...all].filter((element) => !element.disabled);
    const seen = able.find((element) => element.checkVisibility());
    return seen ?? able.find((element) => element.closest("details:not([open])"));
  }

  #use(element) {
    if (!element) return false;
    if (element.matches("textarea, select, input:not([type=radio], [type=checkbox])")) element.focus();
    else element.click();
    return true;
  }

  #tell(key, event) {
    const word = this.constructor.told[key];
    if (!word || (key === "Enter" && event.target.closest("a, button, summary, [tabindex]"))) return;
    const told = document.dispatchEvent(new CustomEvent(`keys:${word}`, { cancelable: true, detail: { shift: event.shiftKey } }));
    if (!told) event.preventDefault();
  }

  #leave(event) {
    if (this.#typing(event.target)) return event.target.blur();
    if (this.#use(this.#found("Escape"))) event.preventDefault();
  }

  #help(event) {
    document.getElementById("keys")?.showModal();
    event.preventDefault();
  }
}
