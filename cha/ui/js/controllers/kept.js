/* Kept: what is typed into a form stays on this machine from key to key, until the server has it.

   <form data-controller="kept" data-action="input->kept#keep turbo:submit-end->kept#sent"
         data-kept-form-value="/now/0A/draft"> …boxes with names… </form>

   The form's value names it; else where it is posted to. A copy whose form has not changed since is put back; where both
   have, the form's words stay and the copy is offered: <template id="kept-words"> has parts time, words, use, drop. */
import { Controller } from "@hotwired/stimulus";
import { shelfAll, shelfDrop, shelfMember, shelfPut } from "../shelf.js";

export default class extends Controller {
  static values = { form: String };

  // lifecycle
  connect() {
    this.bases = {};
    this.served = (event) => this.#served(event.detail);
    this.element.addEventListener("composer:kept", this.served);
    this.turned = ({ target }) => target.name === "kind" && queueMicrotask(() => this.#look());
    this.element.addEventListener("change", this.turned);
    this.#look().then(() => this.#turn());
  }

  disconnect() {
    this.element.removeEventListener("composer:kept", this.served);
    this.element.removeEventListener("change", this.turned);
  }

  // actions
  keep() {
    // Words that were put there, as when a reply is turned into a note, are not typed: first see what is kept of them.
    if (!this.bases[this.#name]) return this.#look();
    this.dirty = true;
    this.writing ??= this.#write();
  }

  sent({ detail, target }) {
    if (detail.success && target === this.element) this.#forget();
  }

  // private
  get #name() {
    const kind = this.element.querySelector("[name=kind]:checked")?.value;
    return (this.formValue || new URL(this.element.action).pathname) + (kind ? `#${kind}` : "");
  }

  get #boxes() {
    return [...this.element.querySelectorAll("textarea[name], input[name]:is(:not([type]), [type=text])")];
  }

  get #words() {
    return Object.fromEntries(this.#boxes.map((box) => [box.name, box.value]));
  }

  get #key() {
    return `${shelfMember()}|${this.#name}|${shelfTab}`;
  }

  #same(one, other) {
    return Object.keys(one ?? {}).every((name) => !(name in other) || (one[name] ?? "") === other[name]);
  }

  /* At most one write is under way; what was typed meanwhile follows it at once. */
  async #write() {
    while (this.dirty) {
      this.dirty = false;
      const [key, form, words] = [this.#key, this.#name, this.#words];
      const base = this.bases[form];
      if (this.#same(words, base)) await shelfDrop("words", key).catch(() => {});
      else await shelfPut("words", { key, member: shelfMember(), form, at: Date.now(), base, words }).catch(() => {});
    }
    this.writing = null;
  }

  #served({ kind, words }) {
    const name = this.#name;
    if (name.endsWith(`#${kind}`)) this.bases[name] = { ...(this.bases[name] ?? this.#words), body: words };
    this.keep();
  }

  async #forget() {
    const mine = (await shelfAll("words")).filter((row) => row.key === this.#key);
    for (const row of mine) await shelfDrop("words", row.key);
  }

  async #look() {
    const name = this.#name;
    if (this.bases[name] || document.documentElement.hasAttribute("data-turbo-preview")) return;
    this.bases[name] = this.#words;
    const rows = (await shelfAll("words")).filter((row) => row.form === name && row.member === shelfMember());
    for (const row of rows.sort((one, other) => other.at - one.at)) {
      if (this.#same(row.words, this.#words)) shelfDrop("words", row.key);
      else if (this.#same(row.base, this.#words)) this.#use(row);
      else if (Object.values(row.words).some(Boolean)) this.#offer(row);
    }
  }

  /* Words of the other kind, where this one has none: that is what was being written. */
  async #turn() {
    if (!this.formValue || this.#boxes[0]?.value) return;
    const rows = (await shelfAll("words")).filter((row) => row.member === shelfMember() && row.words.body);
    const kind = rows.find((row) => row.form.startsWith(`${this.formValue}#`))?.form.split("#")[1];
    if (kind) this.element.querySelector(`[name=kind][value=${kind}]:not(:checked)`)?.click();
  }

  #use(row) {
    const before = this.#words;
    for (const box of this.#boxes) if (box.name in row.words) box.value = row.words[box.name];
    if (row.key !== this.#key) shelfDrop("words", row.key);
    this.#boxes[0]?.dispatchEvent(new Event("input", { bubbles: true }));
    return before;
  }

  #offer(row) {
    const notice = document.getElementById("kept-words")?.content.firstElementChild.cloneNode(true);
    if (!notice) return;
    const part = (name) => notice.querySelector(`[data-part=${name}]`);
    part("time").textContent = new Date(row.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    part("words").textContent = Object.values(row.words).filter(Boolean).join(" · ");
    part("use").addEventListener("click", () => {
      notice.remove();
      const words = this.#use(row);
      if (Object.values(words).some(Boolean)) this.#offer({ ...row, key: `${row.key}~`, words });
      this.#boxes[0]?.focus();
    });
    part("drop").addEventListener("click", () => {
      notice.remove();
      shelfDrop("words", row.key);
      this.#boxes[0]?.focus();
    });
    this.element.prepend(notice);
  }
}
