/* Counter: hides the screen at a tap, or when nobody touches it for two minutes; what is being written stays. It shows
   again at a tap, while there is still a session: the server is asked.

   <div data-controller="counter" data-counter-ask-value="/counter/…/hidden"
        data-action="pointerdown@document->counter#touched keydown@document->counter#touched">
     <div data-counter-target="shown">… <a data-action="counter#hide">…</a> <button hidden data-counter-target="printer">
       <textarea name="note"></textarea> <button hidden data-counter-target="theirs" data-action="counter#theirs"></div>
     <div data-counter-target="veil" hidden><button data-counter-target="unveil" data-action="counter#show"></button>
       <p data-counter-target="lost" hidden></p></div>
     <dialog data-counter-target="page"><textarea data-counter-target="words"></textarea>
       <button data-action="counter#theirsDone"></button></dialog>
   </div> */
import { Controller } from "@hotwired/stimulus";

const COUNTER_IDLE = 120_000;

export default class extends Controller {
  static targets = ["shown", "veil", "unveil", "lost", "printer", "theirs", "page", "words"];
  static values = { ask: String };

  // lifecycle
  connect() {
    [...this.printerTargets, ...this.theirsTargets].forEach((button) => (button.hidden = false));
    this.touched();
  }

  disconnect() {
    clearTimeout(this.waiting);
  }

  // actions
  touched() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#veil(true), COUNTER_IDLE);
  }

  hide(event) {
    event.preventDefault();
    this.#veil(true);
  }

  async show() {
    try {
      const answer = await fetch(this.askValue, { method: "HEAD", redirect: "manual" });
      if (answer.ok) this.#veil(false);
      else location.reload();
    } catch {
      this.lostTarget.hidden = false;
    }
  }

  print() {
    print();
  }

  theirs() {
    this.wordsTarget.value = this.#note.value;
    this.pageTarget.showModal();
    this.wordsTarget.focus();
  }

  theirsDone() {
    this.#note.value = this.wordsTarget.value;
    this.pageTarget.close();
    this.#note.focus();
  }

  // private
  get #note() {
    return this.shownTarget.querySelector("[name=note]");
  }

  #veil(on) {
    if (!this.askValue) return;
    if (this.pageTarget.open) this.theirsDone();
    this.veilTarget.hidden = !on;
    this.shownTarget.inert = this.shownTarget.hidden = on;
    this.lostTarget.hidden = true;
    if (on) this.unveilTarget.focus();
    else this.touched();
  }
}
