/* Live: one tab listens for all of them, by server-sent events, or by long polling when nothing comes through. */
const live = { after: "", failures: 0 };

export function listenTo(given) {
  const key = given?.token;
  if (live.key === key) return;
  Object.assign(live, { key, given, after: given?.after });
  if (live.leads) liveOpen();
}

/* The tab that holds the lock leads; where there are no locks each leads itself. */
export function liveLead() {
  alone("live", () => {
    live.leads = true;
    liveOpen();
    return new Promise(() => {});
  });
}

const liveUrl = () => `${live.given.url}?topics=${live.key}&after=${live.after}${live.polls ? "&poll=1" : ""}`;

function liveOpen() {
  live.source?.close();
  live.asking?.abort();
  clearTimeout(live.timer);
  clearTimeout(live.silence);
  if (!live.key) return;
  if (live.polls) return livePoll();
  const source = (live.source = new EventSource(liveUrl()));
  // A proxy that holds a stream back is noticed by silence: not even a hello.
  live.timer = setTimeout(() => {
    live.polls = true;
    liveOpen();
  }, 6000);
  for (const name of ["hello", "beat", "chat", "refresh"]) source.addEventListener(name, liveTake);
  source.onerror = () => {
    clearTimeout(live.timer);
    liveAway();
    if (source.readyState === 2) liveAgain();
  };
}

function liveTake({ type, data, lastEventId }) {
  clearTimeout(live.timer);
  clearTimeout(live.silence);
  if (!live.polls) live.silence = setTimeout(liveOpen, 45000);
  live.after = lastEventId || live.after;
  if (live.away) liveTell("back");
  Object.assign(live, { failures: 0, away: false });
  if (/chat|refresh/.test(type)) liveTell(type, data);
}

function liveAway() {
  if (!live.away) liveTell("away");
  live.away = true;
}

function liveTell(name, data) {
  tellTabs({ kind: "live", name, data });
  liveHear(name, data);
}

/* A token that is worth nothing any more comes anew with the conversation. */
function liveAgain() {
  live.timer = setTimeout(() => {
    live.key = "";
    enter(state.head?.id).catch(liveAgain);
  }, Math.min(30, 2 ** live.failures++) * 1000);
}

async function livePoll() {
  const { signal } = (live.asking = new AbortController());
  try {
    const answer = await fetch(liveUrl(), { signal });
    const { after, events } = await answer.json();
    live.timer = setTimeout(livePoll, events.length ? 0 : 250);
    for (const { id, event, data } of events) liveTake({ type: event, data, lastEventId: id });
    live.after = after || live.after;
    if (live.away) liveTake({});
  } catch {
    if (signal.aborted) return;
    liveAway();
    liveAgain();
  }
}

/* What came, in every tab. */
export function liveHear(name, data) {
  if (name === "away") state.away ||= Date.now();
  if (name === "back") pump();
  if (/back|refresh/.test(name)) enter(state.head?.id, true).catch(() => {});
  if (name === "chat") liveNews(JSON.parse(data));
  changed();
}

function liveNews({ kind, message, conversation, ...more }) {
  if (conversation && conversation !== state.head?.id) return refreshList();
  if (message && heard(message) && message.from !== "you" && !state.open) state.host.note(message);
  if (kind === "state") Object.assign(state.head ?? {}, more);
  if (kind === "seen") for (const one of story()) one.seen ||= one.id <= more.upto;
  if (kind !== "typing") return;
  state.typing = more.name;
  clearTimeout(live.typed);
  live.typed = setTimeout(() => {
    state.typing = "";
    changed();
  }, 8000);
}
