/* Changes: a form's save bar says which of its fields differ from what is kept.

   <form data-controller="changes" data-action="input->changes#say change->changes#say" data-changes-words-value="Changed: #.">
     … <b data-changes-target="said">Nothing changed yet.</b></form> */
import { Controller } from "@hotwired/stimulus";

const MOST = 3;

export default class extends Controller {
  static targets = ["said"];
  static values = { words: String };

  // lifecycle
  connect() {
    this.usual = this.saidTarget.textContent;
  }

  // actions
  say() {
    const names = new Set([...this.element.elements].filter(differs).map(named).filter(Boolean));
    const shown = [...names].slice(0, MOST).join(", ") + (names.size > MOST ? " …" : "");
    this.saidTarget.textContent = names.size ? this.wordsValue.replace("#", shown) : this.usual;
  }
}

// private
function differs(field) {
  if (!field.name || field.type === "hidden" || field.name === "reason") return false;
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return field.value !== ([...field.options].find((one) => one.defaultSelected) ?? field.options[0]).value;
  return field.value !== field.defaultValue;
}

function named(field) {
  const group = field.type === "radio" && field.closest("fieldset")?.querySelector("legend");
  return (group || field.labels?.[0])?.textContent.trim();
}
