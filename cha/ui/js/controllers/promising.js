/* Promising: a time is chosen, and whether it holds is said at once: in the parts of the form that the server makes anew.

   <form data-controller="promising" data-promising-url-value="/now/…/promises">
     <div id="promise-times" data-promising-target="part"><input type="radio" name="until" data-action="promising#look"></div>
     <button data-action="promising#take" data-promising-id-param="until-…">Take 12:30</button>
     <button data-promising-target="go">Promise 12:30 to Adaeze</button>
   </form>

   While it is asked the button rests, for it names the time before. Without this script the form says it when it is sent. */
import { Controller } from "@hotwired/stimulus";

const PROMISING_PAUSE = 300;

export default class extends Controller {
  static targets = ["part", "go"];
  static values = { url: String };

  // lifecycle
  disconnect() {
    clearTimeout(this.waiting);
    this.asked?.abort();
  }

  // actions
  look() {
    for (const button of this.goTargets) button.disabled = true;
    this.#ask();
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#ask(), PROMISING_PAUSE);
  }

  own() {
    this.element.querySelector("[name=until][value=own]").checked = true;
    for (const button of this.goTargets) button.disabled = true;
    this.soon();
  }

  take({ params }) {
    const chip = document.getElementById(params.id);
    if (!chip) return;
    chip.checked = true;
    chip.focus();
    this.look();
  }

  // private
  async #ask() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.asked = new AbortController();
    const said = new URLSearchParams(new FormData(this.element));
    for (const name of ["csrfmiddlewaretoken", "asked", "take"]) said.delete(name);
    try {
      const answer = await fetch(`${this.urlValue}?${said}`, { signal: this.asked.signal, headers: { "Turbo-Frame": "dialog" } });
      if (answer.ok) this.#show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch (error) {
      if (error.name === "AbortError") return;
      // Without a network it is said when it is sent.
    }
    for (const button of this.goTargets) button.disabled = false;
  }

  #show(found) {
    for (const part of this.partTargets) {
      const fresh = found.getElementById(part.id);
      if (!fresh || fresh.outerHTML === part.outerHTML) continue;
      const focused = part.contains(document.activeElement) && document.activeElement.id;
      part.replaceWith(fresh);
      if (focused) document.getElementById(focused)?.focus();
    }
  }
}
