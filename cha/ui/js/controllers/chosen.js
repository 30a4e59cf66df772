/* Chosen: lines of a long list that are ticked, by mouse or keys, one by one or from one to another.

   <main data-controller="chosen" data-action="keys:choose@document->chosen#toggle change->chosen#changed
         click->chosen#clicked turbo:submit-end->chosen#done turbo:render@document->chosen#tell
         turbo:before-morph-attribute->chosen#keep" data-chosen-many-value="# chosen">
     <input type="checkbox" data-chosen-target="head">                            all that are shown
     <tr data-chosen-target="line"><td><input type="checkbox" name="pick" data-chosen-target="pick"></td>…</tr>
     <b data-chosen-target="words"></b> <input type="checkbox" name="all" data-chosen-target="all">
   </main>

   Without script the ticks work by themselves: the bar is shown by the style sheet as soon as one is on. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["head", "line", "pick", "words", "all"];
  static values = { one: String, many: String, all: String };

  // lifecycle
  pickTargetConnected(pick) {
    if (this.hasAllTarget && this.allTarget.checked) pick.checked = true;
    // A hundred lines come at once.
    this.soon ??= requestAnimationFrame(() => this.tell());
  }

  // actions
  toggle(event) {
    const line = this.element.querySelector("[data-cursor]") ?? document.activeElement?.closest("tr");
    const pick = line?.querySelector("[name=pick]");
    if (!pick) return;
    if (event.detail?.shift) this.#range(pick);
    else pick.checked = !pick.checked;
    this.last = pick;
    this.#say();
    event.preventDefault();
  }

  clicked({ target, shiftKey }) {
    if (target.name !== "pick") return;
    if (shiftKey && this.last) this.#range(target);
    this.last = target;
  }

  changed({ target }) {
    if (target === this.headTarget || (this.hasAllTarget && target === this.allTarget)) {
      for (const pick of this.pickTargets) pick.checked = target.checked;
    } else if (target.name === "pick" && !target.checked && this.hasAllTarget) this.allTarget.checked = false;
    this.#say();
  }

  none() {
    for (const pick of this.pickTargets) pick.checked = false;
    if (this.hasAllTarget) this.allTarget.checked = false;
    this.#say();
  }

  done({ detail: { success, formSubmission } }) {
    if (success && !formSubmission.submitter?.dataset.turboFrame) this.none();
  }

  tell() {
    this.soon = null;
    this.#say();
  }

  keep(event) {
    if (event.target.name === "pick" && event.detail.attributeName === "checked") event.preventDefault();
  }

  // private
  #range(pick) {
    const picks = this.pickTargets;
    const ends = [picks.indexOf(this.last), picks.indexOf(pick)].sort((a, b) => a - b);
    for (const one of picks.slice(Math.max(0, ends[0]), ends[1] + 1)) one.checked = true;
  }

  #say() {
    const count = this.pickTargets.filter((pick) => pick.checked).length;
    const all = this.hasAllTarget && this.allTarget.checked;
    if (this.hasWordsTarget) {
      const pattern = all ? this.allValue : count === 1 ? this.oneValue : this.manyValue;
      this.wordsTarget.textContent = pattern.replace("#", count);
    }
    for (const line of this.lineTargets) line.ariaSelected = String(line.querySelector("[name=pick]").checked);
    if (!this.hasHeadTarget) return;
    this.headTarget.checked = count > 0 && count === this.pickTargets.length;
    this.headTarget.indeterminate = count > 0 && !this.headTarget.checked;
  }
}
