/* Outbox: a form marked data-queue that does not reach the server waits here and goes when the network is back.

   <form method="post" action="/now/0A/promises" data-queue="A promise">…<input type="hidden" name="once" value="…"></form>

   What is sent lies on the shelf from before it leaves until the server has answered, so that neither a closed tab nor a
   lost answer loses it; the server takes the same `once` once. One tab at a time sends, in order, in each story. A refusal
   keeps what follows it in its story. "cha:outbox" tells the page; "cha:sent" that a story's send was taken. */
import { shelfAll, shelfDrop, shelfKey, shelfMember, shelfPut } from "./shelf.js";

const OUTBOX_PAUSES = [1000, 2000, 5000, 10000, 30000, 60000];
const OUTBOX_MOST = 25 * 1024 * 1024;
const OUTBOX_GONE = 90000;
const outboxChannel = new BroadcastChannel("cha-outbox");
const outbox = { rows: [], away: false, signedOut: false, tries: 0 };

export function outboxStory(url) {
  return new URL(url, location.href).pathname.split("/")[2] ?? "";
}

/* Away for now: try later. Anything else that is no success is the server's last word. */
export function outboxAwayBy(status) {
  return !status || status === 401 || status === 408 || status === 429 || status > 500;
}

export function outboxProof() {
  return /(?:^|; )cha_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/* What a refusal says, from JSON or from the page that it is. */
export async function outboxSentence(answer) {
  const text = await answer.text();
  if (answer.headers.get("Content-Type")?.includes("json")) return JSON.parse(text).error;
  const page = new DOMParser().parseFromString(text, "text/html");
  return { sentence: page.querySelector("[role=alert], .error, main h1, h1")?.textContent.trim() ?? "" };
}

export function outboxRow(form, submitter) {
  const url = submitter?.getAttribute("formaction") ?? form.action;
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && value.size !== 0);
  const words = fields.filter(([name]) => name === "body" || name === "what").map(([, value]) => value);
  const size = fields.reduce((sum, [, value]) => sum + (value.size ?? 0), 0);
  const row = { key: shelfKey(), at: Date.now(), member: shelfMember(), url: new URL(url, location.href).pathname };
  return { ...row, story: outboxStory(url), what: form.dataset.queue, fields, words: words.join("\n"), tab: shelfTab, size };
}

export async function outboxTell() {
  outbox.rows = (await shelfAll("sends")).filter((row) => row.member === shelfMember() || !shelfMember());
  window.dispatchEvent(new CustomEvent("cha:outbox"));
}

/* Keep a send until the network is back. False when it is too large to be kept. */
export async function outboxHold(row) {
  if (row.size > OUTBOX_MOST) return false;
  await shelfPut("sends", { ...row, state: "waits" });
  await outboxChanged();
  outboxLater();
  return true;
}

/* The words go back to whoever asks; null when they have gone meanwhile. */
export function outboxTakeBack(key) {
  return outboxAlone(async () => {
    const row = (await shelfAll("sends")).find((one) => one.key === key);
    if (!row) return null;
    await shelfDrop("sends", key);
    await outboxChanged();
    return row;
  });
}

export async function outboxChanged() {
  outboxChannel.postMessage("changed");
  await outboxTell();
}

function outboxAlone(act) {
  return navigator.locks ? navigator.locks.request("cha-outbox", act) : act();
}

function outboxLater(pause = OUTBOX_PAUSES[Math.min(outbox.tries, OUTBOX_PAUSES.length - 1)]) {
  clearTimeout(outbox.timer);
  outbox.tries += 1;
  outbox.timer = setTimeout(outboxPump, pause);
}

function outboxNext(rows) {
  const held = new Set();
  for (const row of rows) {
    const going = row.state === "going" && Date.now() - row.at < OUTBOX_GONE && (row.tab !== shelfTab || row.here === liveTab);
    if (row.state !== "refused" && !going && !held.has(row.story)) return row;
    held.add(row.story);
  }
  return null;
}

/* What a page was sending when it was left is sent again when it has had its time. */
function outboxWhenGone() {
  const since = outbox.rows.filter((one) => one.state === "going").map((one) => one.at);
  if (since.length) outboxLater(Math.max(1000, Math.min(...since) + OUTBOX_GONE - Date.now()));
}

export function outboxPump() {
  clearTimeout(outbox.timer);
  return outboxAlone(async () => {
    for (let row; shelfMember(); ) {
      await outboxTell();
      row = outboxNext(outbox.rows);
      if (!row) return outboxWhenGone();
      if (!navigator.onLine || !(await outboxSend(row))) return outboxLater();
      outbox.tries = 0;
    }
  });
}

async function outboxSend(row) {
  const body = new FormData();
  for (const [name, value] of row.fields) value.name ? body.append(name, value, value.name) : body.append(name, value);
  const headers = { Accept: "application/json", "Cha-Member": row.member, "X-CSRFToken": outboxProof() };
  const signal = AbortSignal.timeout(row.size ? 120000 : 20000);
  const answer = await fetch(row.url, { method: "POST", body, headers, signal }).catch(() => null);
  outbox.signedOut = answer?.status === 401;
  const error = answer && !answer.ok && !outboxAwayBy(answer.status) && (await outboxSentence(answer));
  if (error?.code === "csrf") await fetch(location.href).catch(() => null);
  const taken = answer?.ok;
  if (taken) await shelfDrop("sends", row.key);
  else if (error && error.code !== "csrf") await shelfPut("sends", { ...row, state: "refused", sentence: error.sentence });
  await outboxChanged();
  if (taken) window.dispatchEvent(new CustomEvent("cha:sent", { detail: row.story }));
  return taken || (error && error.code !== "csrf");
}

outboxChannel.onmessage = outboxTell;
for (const news of ["online", "cha:back", "turbo:load"]) addEventListener(news, () => ((outbox.tries = 0), outboxPump()));
