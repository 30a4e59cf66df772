/* Waits: what waits for the network in a story, at the end of its thread, with the way back into the box.

   <ol class="timeline" id="waits-0A" data-turbo-permanent data-controller="waits" data-waits-story-value="0A"></ol>

   <template id="waits-entry"> is one: parts what, state, words, sentence, back. */
import { Controller } from "@hotwired/stimulus";
import { outbox, outboxTakeBack } from "../outbox.js";
import { postingSay } from "../posting.js";
import { shelfKey, shelfPut } from "../shelf.js";

export default class extends Controller {
  static values = { story: String };

  // lifecycle
  connect() {
    this.told = () => this.#draw();
    addEventListener("cha:outbox", this.told);
    this.#draw();
  }

  disconnect() {
    removeEventListener("cha:outbox", this.told);
  }

  // private
  #draw() {
    const rows = outbox.rows.filter((row) => row.story === this.storyValue && row.state !== "going");
    const focused = this.element.contains(document.activeElement);
    this.element.replaceChildren(...rows.map((row) => this.#entry(row)));
    if (focused) (this.element.querySelector("button") ?? this.#box)?.focus();
    const refused = rows.find((row) => row.state === "refused");
    if (refused && this.#box?.value === "" && this.#fits(refused) && document.visibilityState === "visible") this.#back(refused);
  }

  #entry(row) {
    const model = document.getElementById("waits-entry");
    const entry = model.content.firstElementChild.cloneNode(true);
    const part = (name) => entry.querySelector(`[data-part=${name}]`);
    const note = row.url.endsWith("/note");
    entry.classList.toggle("entry--note", note);
    entry.classList.toggle("entry--us", !note);
    part("what").textContent = row.what;
    part("state").textContent = row.state === "refused" ? model.dataset.refused : outbox.signedOut ? model.dataset.signedOut : model.dataset.waits;
    const files = row.fields.filter(([, value]) => value.name).map(([, value]) => value.name);
    part("words").innerText = [row.words, ...files].join("\n");
    part("sentence").parentElement.hidden = row.state !== "refused";
    part("sentence").textContent = row.sentence ?? "";
    part("back").addEventListener("click", () => this.#back(row));
    return entry;
  }

  get #box() {
    return document.querySelector("#composer textarea[name=body]");
  }

  #fits(row) {
    return /\/(reply|note)$/.test(row.url);
  }

  async #back({ key }) {
    const row = await outboxTakeBack(key);
    if (!row) return;
    const words = Object.fromEntries(row.fields.filter(([name, value]) => typeof value === "string" && name !== "once"));
    if (!this.#fits(row) || !this.#box) {
      // Its form is shut: the words stand in it when it is opened again.
      const kept = { key: shelfKey(), member: row.member, form: row.url, at: row.at, base: null, words };
      return shelfPut("words", kept);
    }
    const form = this.#box.form;
    form.querySelector(`[name=kind][value=${row.url.endsWith("/note") ? "note" : "reply"}]:not(:checked)`)?.click();
    const files = new DataTransfer();
    for (const [, value] of row.fields) if (value.name) files.items.add(value);
    const chooser = form.querySelector("input[type=file]");
    if (files.items.length && chooser) Object.assign(chooser, { files: files.files }).dispatchEvent(new Event("change", { bubbles: true }));
    this.#box.value = [row.words, this.#box.value].filter(Boolean).join("\n\n");
    this.#box.dispatchEvent(new Event("input", { bubbles: true }));
    this.#box.focus();
    postingSay(form, row.sentence);
  }
}
