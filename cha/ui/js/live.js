/* Live: what changed elsewhere arrives here.

   <meta name="cha-live" content="/live?topics=TOKEN&after=ID">

   ID is the last event before the page was made, so that nothing is missed between its making and its listening.

   One stream per browser, not per tab (HTTP/1.1 allows six connections): the tab that holds the Web Lock leads, listens
   to the topics of all tabs and passes every event on over a BroadcastChannel. Where there are no locks (plain http on a
   network) each tab leads itself. Each tab takes what came after its page was made, once: the stream goes back to the tab
   that knows least, and what was so long ago must not undo a page that knows more.

   Events are Turbo Streams; one named "refresh" asks for the page again. That the server is away, and back, is told to
   every tab as "cha:away" and "cha:back". */
import * as Turbo from "@hotwired/turbo";
import { LiveStream } from "./live-stream.js";

const liveTab = Math.random().toString(36).slice(2);
const liveChannel = new BroadcastChannel("cha-live");
const liveTabs = new Map();
let liveStream;
let liveRefresh;
let liveUpto = "";

function liveSight() {
  const meta = document.querySelector('meta[name="cha-live"]');
  const wanted = meta && new URL(meta.content, location.origin).searchParams;
  return { kind: "topics", tab: liveTab, token: wanted?.get("topics"), after: wanted?.get("after") };
}

/* Whether an event of this id is new to this tab. Ids count within one life of the server. */
function liveIsNew(id) {
  const [life, number] = (id ?? "").split("-");
  const [ours, upto] = liveUpto.split("-");
  if (life === ours && Number(number) <= Number(upto)) return false;
  if (id) liveUpto = id;
  return true;
}

function liveTell(message) {
  liveChannel.postMessage(message);
  liveHear(message);
}

function liveAnnounce() {
  const sight = liveSight();
  liveUpto = sight.after || liveUpto;
  liveTell(sight);
}

function liveHear(message) {
  if (message.kind === "event") liveApply(message);
  if (message.kind === "who") liveChannel.postMessage({ ...liveSight(), after: liveUpto });
  if (message.kind === "topics" && liveStream) {
    if (message.token) liveTabs.set(message.tab, message.token);
    else liveTabs.delete(message.tab);
    liveStream.listen(new Set(liveTabs.values()), message.after);
  }
}

function liveApply({ name, data, id }) {
  if (name === "away" || name === "back") return dispatchEvent(new CustomEvent(`cha:${name}`));
  if (!liveSight().token || !liveIsNew(id)) return;
  if (name !== "refresh") return Turbo.renderStreamMessage(data);
  clearTimeout(liveRefresh);
  liveRefresh = setTimeout(() => Turbo.session.refresh(location.href), 50 + Math.random() * 400);
}

function liveLead() {
  liveStream = new LiveStream((name, data, id) => liveTell({ kind: "event", name, data, id }));
  liveTell({ kind: "who" });
  liveAnnounce();
  return new Promise(() => {});
}

liveChannel.onmessage = (event) => liveHear(event.data);
if (navigator.locks) navigator.locks.request("cha-live", liveLead);
else liveLead();

addEventListener("turbo:load", liveAnnounce);
addEventListener("cha:topics", liveAnnounce);
addEventListener("pageshow", (event) => event.persisted && liveAnnounce());
addEventListener("pagehide", () => liveChannel.postMessage({ kind: "topics", tab: liveTab, token: null }));
