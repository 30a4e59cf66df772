/* Push: lets this browser be told of things while no page is open.

   <div data-controller="push" data-push-worker-value="/push-worker.js" data-push-key-value="/for-you/push-key"
        data-push-url-value="/for-you/browsers" data-push-token-value="CSRF">
     <button hidden data-push-target="on" data-action="push#ask">Tell this browser</button>
     <p hidden data-push-target="refused">…</p> <p hidden data-push-target="missing">…</p>
   </div>

   Asks for leave only when the button is pressed, never by itself. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["on", "refused", "missing"];
  static values = { worker: String, key: String, url: String, token: String };

  // lifecycle
  async connect() {
    if (!("serviceWorker" in navigator) || !("PushManager" in window)) return this.#show("missing");
    if (Notification.permission === "denied") return this.#show("refused");
    const known = await navigator.serviceWorker.getRegistration("/");
    if (!(await known?.pushManager.getSubscription())) this.#show("on");
  }

  // actions
  async ask({ currentTarget: button }) {
    button.setAttribute("aria-busy", "true");
    try {
      if ((await Notification.requestPermission()) !== "granted") return this.#show("refused");
      await this.#tell(await this.#subscribe());
      location.reload();
    } catch {
      this.#show("missing");
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  // private
  async #subscribe() {
    const worker = await navigator.serviceWorker.register(this.workerValue, { scope: "/" });
    await navigator.serviceWorker.ready;
    const key = await (await fetch(this.keyValue)).text();
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  async #tell(subscription) {
    const { endpoint, keys } = subscription.toJSON();
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.tokenValue, endpoint, ...keys });
    const answer = await fetch(this.urlValue, { method: "POST", body });
    if (!answer.ok) throw new Error(await answer.text());
  }

  #show(name) {
    for (const one of ["on", "refused", "missing"]) {
      for (const element of this[`${one}Targets`]) element.hidden = one !== name;
    }
  }
}
