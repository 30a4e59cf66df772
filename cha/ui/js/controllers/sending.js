/* Sending: what is sent stands in the story at once, with a quiet clock, until the answer brings the real entry.

   <form data-controller="sending" data-sending-thread-value="thread-0abc"
         data-action="turbo:submit-start->sending#start turbo:submit-end->sending#end">
     <textarea data-sending-target="text"></textarea>
     <template data-sending-target="model"><li class="entry" id="entry-sending">… <div class="entry__body"><p></p></div></li></template>
   </form> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["text", "model"];
  static values = { thread: String };

  // actions
  start(event) {
    const words = this.textTarget.value.trim();
    const thread = document.getElementById(this.threadValue);
    if (!words || !thread || event.target !== this.element) return;
    const entry = this.modelTarget.content.firstElementChild.cloneNode(true);
    const body = entry.querySelector(".entry__body");
    const line = body.querySelector("p");
    line.remove();
    for (const part of words.split(/\n\s*\n/)) {
      const paragraph = line.cloneNode();
      paragraph.innerText = part;
      body.append(paragraph);
    }
    thread.append(entry);
  }

  end() {
    document.getElementById("entry-sending")?.remove();
  }
}
