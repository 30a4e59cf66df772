/* Files: the names of what was chosen, where the others are.

   <form data-controller="files"><div data-files-target="list"></div>
     <input type="file" multiple data-files-target="input" data-action="files#list"></form> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["input", "list"];

  // actions
  list() {
    for (const shown of this.listTarget.querySelectorAll("[data-chosen]")) shown.remove();
    for (const { name } of this.inputTarget.files) {
      const shown = Object.assign(document.createElement("span"), { className: "file", textContent: name });
      shown.dataset.chosen = "";
      this.listTarget.append(shown);
    }
  }
}
