/* Composer: reply or note, a draft that is kept as one types, ⌘/Ctrl Enter sends; where words go at once (data-way="once"), Enter does.

   <form class="composer" method="post" action="…" data-controller="composer" data-composer-draft-value="/…/draft"
         data-composer-kept-value="Draft kept" data-composer-here-value="Kept on this machine"
         data-action="turbo:submit-start->composer#leave turbo:before-fetch-request->composer#follow turbo:submit-end->composer#sent">
     <label><input type="radio" name="kind" value="reply" aria-keyshortcuts="r" data-action="click->composer#turn"></label> …
     <span data-composer-target="state"></span>
     <textarea name="body" data-composer-target="text" data-action="composer#write keydown->composer#press"></textarea>
     <button data-composer-target="send">…</button>
   </form>

   The draft goes to its URL 600 ms after the last key (fields of this form); "composer:kept" tells that it has arrived, as the
   copy on this machine (kept.js) is needed until then. What is sent follows a draft that is on its way: the server forgets the
   draft with it, and one that came after would stand in the box again. */
import { Controller } from "@hotwired/stimulus";
import { outboxProof, outboxStory } from "../outbox.js";
import { shelfMember } from "../shelf.js";

const COMPOSER_PAUSE = 600;
const COMPOSER_FOLLOWS = 2000;

export default class extends Controller {
  static targets = ["text", "state", "send"];
  static values = { draft: String, kept: String, here: String };

  // lifecycle
  connect() {
    this.retry = () => this.unkept && this.#keep();
    this.go = () => this.waiting && this.#keep();
    // What was sent took the story's draft with it, and what is written now came after.
    this.again = ({ detail }) => detail === outboxStory(this.draftValue) && this.textTarget.value && this.#keep();
    for (const news of ["online", "cha:back"]) addEventListener(news, this.retry);
    addEventListener("pagehide", this.go);
    addEventListener("cha:sent", this.again);
    this.#size();
  }

  disconnect() {
    for (const news of ["online", "cha:back"]) removeEventListener(news, this.retry);
    removeEventListener("pagehide", this.go);
    removeEventListener("cha:sent", this.again);
    if (this.waiting) this.#keep();
  }

  // actions
  write() {
    this.#size();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#keep(), COMPOSER_PAUSE);
  }

  press(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    if (!(event.metaKey || event.ctrlKey) && !(this.#atOnce() && !event.shiftKey && !event.altKey)) return;
    event.preventDefault();
    // Of several ways to send, the one that is seen fits what is written.
    this.element.requestSubmit(this.sendTargets.find((button) => button.getClientRects().length) ?? null);
  }

  turn() {
    this.textTarget.focus();
    if (this.textTarget.value) this.write();
  }

  leave() {
    clearTimeout(this.waiting);
    this.waiting = null;
  }

  async follow(event) {
    if (!this.going || event.target !== this.element) return;
    event.preventDefault();
    await Promise.race([this.going, new Promise((late) => setTimeout(late, COMPOSER_FOLLOWS))]);
    event.detail.resume();
  }

  sent(event) {
    if (!event.detail.success) return this.write();
    this.textTarget.value = "";
    this.#tell("");
    this.#size();
  }

  // private
  /* Where words go at once a line is a message; on a touch screen the key is for the next line. */
  #atOnce() {
    const reply = this.element.querySelector("[name=kind][value=reply]:checked");
    return reply && this.element.dataset.way === "once" && matchMedia("(hover: hover)").matches;
  }

  #keep() {
    clearTimeout(this.waiting);
    this.waiting = null;
    if (!this.draftValue) return;
    const going = Promise.all([this.going, this.#put()]).then(() => {
      if (this.going === going) this.going = null;
    });
    this.going = going;
  }

  async #put() {
    const body = new FormData(this.element);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("csrfmiddlewaretoken", outboxProof() || body.get("csrfmiddlewaretoken"));
    const written = this.textTarget.value;
    const headers = { "Cha-Member": shelfMember() };
    try {
      const answer = await fetch(this.draftValue, { method: "POST", body, headers, keepalive: written.length < 20000 });
      if (!answer.ok) throw new Error(`the draft's answer was ${answer.status}`);
      this.unkept = false;
      this.dispatch("kept", { detail: { kind: body.get("kind"), words: written } });
      this.#tell(written ? this.keptValue : "");
    } catch {
      this.unkept = true;
      this.#tell(written ? this.hereValue : "");
    }
  }

  #tell(words) {
    if (this.hasStateTarget) this.stateTarget.textContent = words;
  }

  #size() {
    if (CSS.supports("field-sizing", "content")) return;
    this.textTarget.rows = Math.min(12, Math.max(3, this.textTarget.value.split("\n").length + 1));
  }
}
