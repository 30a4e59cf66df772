/* Passkey: asks the browser for a passkey and posts what it signed. Stays hidden where there are none.

   <div hidden data-controller="passkey" data-passkey-url-value="/…/login/">        options are fetched, or given:
   <div hidden data-controller="passkey" data-passkey-options-value="{…}" data-passkey-new-value="true">
     <form method="post" data-passkey-target="form" data-action="passkey#ask">
       <input type="hidden" name="credential" data-passkey-target="answer">…</form>
     <p data-passkey-target="failed" role="alert" hidden>…</p></div> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["form", "answer", "failed"];
  static values = { options: Object, url: String, new: Boolean };

  // lifecycle
  connect() {
    this.element.hidden = !window.PublicKeyCredential;
  }

  // actions
  async ask(event) {
    if (this.answerTarget.value) return;
    event.preventDefault();
    this.failedTarget.hidden = true;
    try {
      const { publicKey } = await this.#options();
      this.answerTarget.value = JSON.stringify(await (this.newValue ? this.#make(publicKey) : this.#find(publicKey)));
      this.formTarget.requestSubmit();
    } catch {
      this.failedTarget.hidden = false;
    } finally {
      this.answerTarget.value = "";
    }
  }

  // private
  async #options() {
    if (!this.hasUrlValue) return structuredClone(this.optionsValue);
    const answer = await fetch(this.urlValue, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).request_options;
  }

  async #make(options) {
    options.challenge = bytesOf(options.challenge);
    options.user.id = bytesOf(options.user.id);
    for (const known of options.excludeCredentials ?? []) known.id = bytesOf(known.id);
    Object.assign(options.authenticatorSelection, { residentKey: "required", requireResidentKey: true });
    return plain(await navigator.credentials.create({ publicKey: options }), ["clientDataJSON", "attestationObject"]);
  }

  async #find(options) {
    options.challenge = bytesOf(options.challenge);
    for (const known of options.allowCredentials ?? []) known.id = bytesOf(known.id);
    const parts = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
    return plain(await navigator.credentials.get({ publicKey: options }), parts);
  }
}

function plain(credential, parts) {
  const response = Object.fromEntries(parts.map((part) => [part, letters(credential.response[part])]));
  const { id, type, authenticatorAttachment } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: id, type, authenticatorAttachment, clientExtensionResults, response };
}

function bytesOf(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function letters(buffer) {
  if (!buffer) return null;
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
