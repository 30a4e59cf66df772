/* Over: the way that an answer takes. The composer says which one is chosen, and shows what belongs to it (sendto.css).

   <form data-controller="over" data-way="letter" data-action="change->over#turn">
     <span data-over-target="said">to Samir by e-mail, …</span>
     <input type="radio" name="over" value="0abc" data-kind="once" data-said="to Samir by chat: they are here now">
   </form>

   `data-way="once"`: the words go at once, and Enter sends them. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["said"];

  // lifecycle
  connect() {
    this.#show();
  }

  // actions
  turn({ target }) {
    if (target.name === "over") this.#show();
  }

  // private
  #show() {
    const way = this.element.querySelector("[name=over]:checked");
    if (!way) return;
    this.element.dataset.way = way.dataset.kind;
    if (this.hasSaidTarget) this.saidTarget.textContent = way.dataset.said;
  }
}
