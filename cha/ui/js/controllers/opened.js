/* Opened: a conversation came into the frame; the page listens to its topics and carries its name.

   <div data-controller="opened" data-opened-topics-value="SIGNED" data-opened-title-value="Adaeze Nwosu – Cha"> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static values = { topics: String, title: String };

  // lifecycle
  topicsValueChanged() {
    const meta = document.querySelector('meta[name="cha-live"]');
    if (!meta || !this.topicsValue) return;
    meta.content = `/live?topics=${encodeURIComponent(this.topicsValue)}`;
    dispatchEvent(new CustomEvent("cha:topics"));
  }

  titleValueChanged() {
    if (this.titleValue) document.title = this.titleValue;
  }
}
