/* Stale: rows changed since the list was made. They are counted, not moved under the hand that is choosing.

   <div data-controller="stale" data-stale-one-value="1 changed" data-stale-many-value="# changed">
     <a href="" hidden data-stale-target="chip"><span data-stale-target="words"></span> Show them</a>
   </div>

   What is heard is what the working screen is told: a row to be placed, or to go. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["chip", "words"];
  static values = { one: String, many: String };

  // lifecycle
  connect() {
    this.changed = new Set();
    this.heard = ({ target }) => this.#note(target);
    addEventListener("turbo:before-stream-render", this.heard);
  }

  disconnect() {
    removeEventListener("turbo:before-stream-render", this.heard);
  }

  // private
  #note(stream) {
    const row = stream.querySelector("template")?.content.firstElementChild?.id || stream.getAttribute("target") || "";
    if (!row.startsWith("need-")) return;
    const line = document.getElementById(row.replace("need-", "line-"));
    if (!line && stream.action === "remove") return;
    line?.setAttribute("data-changed", "");
    this.changed.add(row);
    const count = this.changed.size;
    this.wordsTarget.textContent = (count === 1 ? this.oneValue : this.manyValue).replace("#", count);
    this.chipTarget.hidden = false;
  }
}
