/* Paper: prints the page. Hidden where a browser has no printer's dialog.

   <button hidden data-controller="paper" data-action="paper#print">Print</button> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // lifecycle
  connect() {
    this.element.hidden = !window.print;
  }

  // actions
  print() {
    window.print();
  }
}
