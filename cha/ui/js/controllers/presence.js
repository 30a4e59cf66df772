/* Presence: lets the others know that somebody is here, and leaves the reader out of who is shown.

   <div data-controller="presence" data-presence-url-value="/now/…/presence" data-presence-me-value="7" data-presence-token-value="CSRF">
     <div data-presence-target="line" data-member="7">…</div>
   </div>

   Renewed every twenty seconds while the page can be seen; leaving says so. */
import { Controller } from "@hotwired/stimulus";

const PRESENCE_PAUSE = 20000;
const PRESENCE_WRITING = 12000;

export default class extends Controller {
  static targets = ["line"];
  static values = { url: String, me: String, token: String };

  // lifecycle
  connect() {
    this.typed = (event) => event.target.matches?.(".composer__text") && (this.wroteAt = Date.now());
    this.seen = () => this.#renew();
    this.left = () => this.#tell({ gone: "1" });
    document.addEventListener("input", this.typed);
    document.addEventListener("visibilitychange", this.seen);
    addEventListener("pagehide", this.left);
    this.clock = setInterval(this.seen, PRESENCE_PAUSE);
    this.#renew();
  }

  disconnect() {
    clearInterval(this.clock);
    document.removeEventListener("input", this.typed);
    document.removeEventListener("visibilitychange", this.seen);
    removeEventListener("pagehide", this.left);
    if (document.visibilityState === "visible") this.left();
  }

  lineTargetConnected(line) {
    line.hidden = line.dataset.member === this.meValue;
  }

  // private
  #renew() {
    if (document.visibilityState !== "visible") return;
    this.#tell(Date.now() - (this.wroteAt ?? 0) < PRESENCE_WRITING ? { writing: "1" } : {});
  }

  #tell(said) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.tokenValue, ...said });
    fetch(this.urlValue, { method: "POST", body, keepalive: true }).catch(() => {});
  }
}
