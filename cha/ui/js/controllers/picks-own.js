/* Picks own: typing a time of one's own chooses the radio before it.

   <label><input type="radio" value="own"> <input type="datetime-local" data-controller="picks-own" data-action="input->picks-own#pick"></label> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // actions
  pick() {
    const radio = this.element.closest("label").querySelector("input[type=radio]");
    radio.checked = true;
  }
}
