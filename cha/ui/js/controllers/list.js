/* List: a cursor that goes through rows by keys. The cursor is the focus; rows that arrive live join by themselves.

   <div data-controller="list" data-action="keys:next@document->list#next keys:previous@document->list#previous
                                            keys:open@document->list#open keys:choose@document->list#choose">
     <a class="need" href="…" data-list-target="row" data-action="list#mark">…</a>
   </div>

   On a phone a row opens a screen of its own instead of the column beside it. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["row"];

  // actions
  next(event) {
    this.#move(1, event);
  }

  previous(event) {
    this.#move(-1, event);
  }

  open(event) {
    this.#at()?.click();
    event.preventDefault();
  }

  choose(event) {
    this.#at()?.closest("tr, li")?.querySelector("input[type=checkbox]")?.click();
    event.preventDefault();
  }

  mark({ currentTarget }) {
    for (const row of this.rowTargets) row.toggleAttribute("aria-current", row === currentTarget);
    currentTarget.setAttribute("aria-current", "true");
    if (matchMedia("(width < 56rem)").matches) currentTarget.dataset.turboFrame = "_top";
  }

  // private
  #at() {
    return this.rowTargets.find((row) => row === document.activeElement) ?? this.rowTargets.find((row) => row.ariaCurrent);
  }

  #move(by, event) {
    const rows = this.rowTargets;
    if (!rows.length) return;
    const at = rows.indexOf(this.#at());
    const to = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by));
    rows[to].focus();
    rows[to].scrollIntoView({ block: "nearest" });
    for (const line of this.element.querySelectorAll("[data-cursor]")) line.removeAttribute("data-cursor");
    rows[to].closest("tr")?.setAttribute("data-cursor", "");
    event.preventDefault();
  }
}
