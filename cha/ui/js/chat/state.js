/* State: what this tab knows of the conversations. Everything that is seen is drawn from it. */
export const state = { view: "talk", talks: [], sends: [], said: new Map(), rows: [], head: null };

/* Draw once, however much has changed. */
export function changed() {
  state.drawing ??= Promise.resolve().then(() => {
    state.drawing = null;
    drawBox();
  });
}

/* Put right, as we believe or as they said; or they have ended it. */
export const ended = () => /put|conf|end/.test(state.head?.state);
export const talking = () => state.head?.with;

/* Messages in the order in which they were written: ids sort by time. */
export const story = () => [...state.said.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

/* One message more, or the same one as it is now. Whether it is new. */
export function heard(message) {
  const known = state.said.has(message.id);
  state.said.set(message.id, message);
  if (message.from !== "you") state.typing = "";
  changed();
  return !known;
}

/* Who the visitor is to the desk; a browser that is unknown becomes one. */
export async function arrive(again) {
  if (desk.token && !again) return;
  const { token } = await ask("/visitors", { identity: desk.identity, language: desk.language });
  desk.token = token;
  keep({ token });
}

export async function refreshList() {
  const told = await ask("/conversations");
  state.talks = told.conversations ?? told;
  changed();
}

/* Enter a conversation, or catch up with it. */
export async function enter(talk, whole) {
  if (!talk) return;
  if (state.head?.id !== talk) Object.assign(state, { head: null, said: new Map(), typing: "", panel: "", told: "" });
  const last = !whole && story().at(-1)?.id;
  const { messages, ...head } = await ask(`/conversations/${talk}${last ? `?after=${last}` : ""}`);
  if (kept().talk !== talk) keep({ talk });
  Object.assign(state, { head, away: 0 });
  messages.forEach(heard);
  listenTo(head.live);
  changed();
}

/* No conversation: the next words begin one. */
export function leave() {
  keep({ talk: null });
  Object.assign(state, { head: null, said: new Map(), view: "talk", panel: "" });
  listenTo();
  changed();
}

/* An act that may fail says so where it was asked for. */
export async function tried(act) {
  state.told = "";
  try {
    await act();
  } catch ({ status, message }) {
    state.told = (status && message) || say(status ? "oops" : "away");
  }
  changed();
}
