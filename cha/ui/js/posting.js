/* Posting: every form goes out with the proof of who is signed in now; one marked data-queue lies on the shelf first.

   Without a network, or while something before it in its story still waits, it does not even try: it waits its turn. */
import { outbox, outboxAwayBy, outboxChanged, outboxHold, outboxProof, outboxRow, outboxSentence } from "./outbox.js";
import { shelfAll, shelfDrop, shelfMember, shelfPut } from "./shelf.js";

const POSTING_PATIENCE = 20000;
const postingRows = new WeakMap();

function postingWaits(row) {
  return !navigator.onLine || outbox.rows.some((other) => other.story === row.story && other.state !== "going");
}

addEventListener("submit", (event) => {
  const form = event.target;
  const proof = form.elements.namedItem("csrfmiddlewaretoken");
  if (proof && outboxProof()) proof.value = outboxProof();
  if (form.action.endsWith("/logout/")) return postingLeave(event);
  // A button with a name asks for something else than to send.
  if (!form.dataset.queue || event.submitter?.name) return;
  const row = outboxRow(form, event.submitter);
  if (!row.words.trim()) return;
  postingRows.set(form, row);
  if (!postingWaits(row)) return shelfPut("sends", { ...row, state: "going", here: liveTab }).catch(() => {});
  event.preventDefault();
  event.stopImmediatePropagation();
  postingHold(form);
}, true);

addEventListener("turbo:before-fetch-request", ({ target, detail }) => {
  const row = postingRows.get(target);
  if (row && detail.fetchOptions.method === "POST") detail.fetchOptions.headers["Cha-Member"] = row.member;
});

addEventListener("turbo:submit-start", ({ target, detail }) => {
  const row = postingRows.get(target);
  if (row) row.timer = setTimeout(() => detail.formSubmission.stop(), row.size ? 6 * POSTING_PATIENCE : POSTING_PATIENCE);
});

addEventListener("turbo:before-fetch-response", (event) => {
  const status = event.detail.fetchResponse.statusCode;
  if (postingRows.has(event.target) && (outboxAwayBy(status) || status === 500)) event.preventDefault();
});

addEventListener("turbo:submit-end", ({ target, detail }) => {
  const row = postingRows.get(target);
  if (!row) return;
  clearTimeout(row.timer);
  const status = detail.fetchResponse?.statusCode;
  if (status === 401) outbox.signedOut = true;
  if (outboxAwayBy(status)) return postingHold(target);
  postingRows.delete(target);
  shelfDrop("sends", row.key).then(outboxChanged, () => {});
  if (status === 500) outboxSentence(detail.fetchResponse.response).then(({ sentence }) => postingSay(target, sentence));
});

async function postingHold(form) {
  const row = postingRows.get(form);
  postingRows.delete(form);
  delete row.timer;
  const held = await outboxHold(row).catch(() => false);
  if (!held) {
    shelfDrop("sends", row.key).catch(() => {});
    return postingSay(form, document.getElementById("waits-entry")?.dataset.large);
  }
  for (const box of form.querySelectorAll("textarea, input[type=file], input[name=what]")) box.value = "";
  form.querySelectorAll("[data-chosen]").forEach((shown) => shown.remove());
  const once = form.elements.namedItem("once");
  if (once) once.value = row.key;
  form.querySelector("textarea, [name=what]")?.dispatchEvent(new Event("input", { bubbles: true }));
  form.closest("dialog")?.close();
}

/* The server's sentence, over the words that it was about. */
export function postingSay(form, sentence) {
  form.querySelector("#amiss")?.remove();
  const notice = document.getElementById("amiss-words")?.content.firstElementChild.cloneNode(true);
  if (!notice || !sentence) return;
  notice.querySelector("p").textContent = sentence;
  form.prepend(notice);
}

/* Signing out leaves no words behind on this machine, unless something waits. */
async function postingLeave(event) {
  if (event.defaultPrevented || !shelfMember()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const mine = (row) => row.member === shelfMember();
  const waits = (await shelfAll("sends")).some(mine);
  const words = waits ? [] : (await shelfAll("words")).filter(mine);
  await Promise.all(words.map((row) => shelfDrop("words", row.key))).catch(() => {});
  event.target.submit();
}

/* A page that is refreshed takes nothing away that is being written, and shuts no dialog. */
addEventListener("turbo:before-morph-element", (event) => {
  const { target } = event;
  const typed = target.matches("textarea, input:not([type=hidden])") && target.value !== target.defaultValue;
  if (typed || target.matches("dialog[open], .kept")) event.preventDefault();
});
