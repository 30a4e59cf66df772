/* Opened: a conversation came into the frame; the page listens to its topics and carries its name.

   <div data-controller="opened" data-opened-topics-value="SIGNED" data-opened-after-value="ID"
        data-opened-title-value="Adaeze Nwosu – Cha"> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static values = { topics: String, after: String, title: String };

  // lifecycle
  topicsValueChanged() {
    const meta = document.querySelector('meta[name="cha-live"]');
    if (!meta || !this.topicsValue) return;
    const since = this.afterValue && `&after=${encodeURIComponent(this.afterValue)}`;
    meta.content = `/live?topics=${encodeURIComponent(this.topicsValue)}${since}`;
    dispatchEvent(new CustomEvent("cha:topics"));
  }

  titleValueChanged() {
    if (this.titleValue) document.title = this.titleValue;
  }
}
