/* Kinds: a reply and a note are two drafts in one field; turning from one to the other swaps the words.

   <form data-controller="kinds" data-kinds-other-value="The words of the note">
     <input type="radio" name="kind" value="reply" data-action="change->kinds#swap"> …
     <textarea data-kinds-target="text"></textarea>
   </form> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["text"];
  static values = { other: String };

  // actions
  swap() {
    const written = this.textTarget.value;
    this.textTarget.value = this.otherValue;
    this.otherValue = written;
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
