/* Pick: words marked in what the person said can be kept as a fact, with the message they stand in.

   <div id="story" data-controller="pick" data-pick-src-value="/now/…/facts"> … <li class="entry" id="entry-…"> … </li> </div>
   <a data-pick-target="keep" hidden data-controller="dialog" data-action="dialog#open:prevent" data-dialog-id-param="act-dialog"
      data-dialog-src-param="/now/…/facts" href="/now/…/facts">Keep these words</a>      inside the element, at its end

   Without a pointer or this script, "Keep one" beside the conversation takes words that are typed. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["keep"];
  static values = { src: String };

  // lifecycle
  connect() {
    this.marked = () => this.#look();
    document.addEventListener("selectionchange", this.marked);
  }

  disconnect() {
    document.removeEventListener("selectionchange", this.marked);
  }

  // private
  #look() {
    const marked = getSelection();
    const words = marked.toString().trim();
    const entry = this.#entry(marked);
    if (!entry || words.length < 2 || words.length > 300) {
      // The press on it takes the marks away before it counts.
      if (!this.keepTarget.matches(":hover, :focus")) this.keepTarget.hidden = true;
      return;
    }
    const asked = new URLSearchParams({ value: words, message: entry.id.replace("entry-", "") });
    this.keepTarget.href = `${this.srcValue}?${asked}`;
    this.keepTarget.setAttribute("data-dialog-src-param", this.keepTarget.href);
    this.keepTarget.hidden = false;
  }

  #entry(marked) {
    if (!marked.rangeCount || marked.isCollapsed) return null;
    // Three presses mark a paragraph and the very beginning of what follows: where it begins is what was meant.
    const within = marked.getRangeAt(0).startContainer;
    const body = (within.nodeType === Node.TEXT_NODE ? within.parentElement : within).closest(".entry__body");
    return body && this.element.contains(body) ? body.closest("li.entry[id]") : null;
  }
}
