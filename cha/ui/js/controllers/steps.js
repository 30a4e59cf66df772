/* Steps: the button says how many are ticked.

   <form data-controller="steps" data-action="change->steps#count" data-steps-none-value="Nothing is ticked"
         data-steps-one-value="Do this one" data-steps-many-value="Do these #" data-steps-numbers-value="two three four">
     <input type="checkbox" data-steps-target="step"> … <button><span data-steps-target="says">Do what is ticked</span></button>
   </form> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["step", "says"];
  static values = { none: String, one: String, many: String, numbers: String };

  // lifecycle
  connect() {
    this.count();
  }

  // actions
  count() {
    const many = this.stepTargets.filter((step) => step.checked).length;
    const number = this.numbersValue.split(" ")[many - 2] ?? many;
    this.saysTarget.textContent = [this.noneValue, this.oneValue][many] ?? this.manyValue.replace("#", number);
    this.saysTarget.closest("button").disabled = !many;
  }
}
