/* Counted: how many people are in the list, said again whenever somebody comes or goes.

   <section data-controller="counted" data-counted-one-value="# person" data-counted-many-value="# people" data-counted-most-value="50">
     <span data-counted-target="words">8 people</span> <ul data-counted-target="list">…</ul>
   </section>

   A list that goes on beyond the page is not counted. The rail's own number (#count-now) follows. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["words", "list"];
  static values = { one: String, many: String, more: Boolean };

  // lifecycle
  connect() {
    this.watch = new MutationObserver(() => this.#say());
    for (const list of this.listTargets) this.watch.observe(list, { childList: true });
  }

  disconnect() {
    this.watch.disconnect();
  }

  // private
  #say() {
    if (this.moreValue) return;
    const count = this.listTargets.reduce((sum, list) => sum + list.childElementCount, 0);
    this.wordsTarget.textContent = (count === 1 ? this.oneValue : this.manyValue).replace("#", count);
    const rail = document.getElementById("count-now");
    if (rail) rail.textContent = count || "";
  }
}
