/* The box: what the first tap brings. A dialog; on a phone it is all there is, and the browser keeps the keys in it. */
import boxStyles from "../../css/chat/box.css";
import saidStyles from "../../css/chat/said.css";
import askedStyles from "../../css/chat/asked.css";

const boxNarrow = matchMedia("(width < 640px)");

export default function begin(host) {
  const { root } = (state.host = host);
  dress(root, boxStyles, saidStyles, askedStyles);
  state.header = make("header.head");
  state.log = make("div.log", { role: "log", "aria-live": "polite", tabindex: 0 });
  state.out = make("div.out");
  const given = { "aria-labelledby": "cha-title", tabindex: -1, part: "box", onkeydown: boxKeys, onclose: shutBox };
  state.box = make("dialog.box", given, state.header, state.log, state.out, writeForm());
  root.append(state.box);
  liveLead();
  addEventListener("online", pump);
  addEventListener("offline", () => {
    state.away = Date.now();
    changed();
  });
  addEventListener("focus", sawIt);
  setInterval(() => state.open && changed(), 20000);
  visualViewport.onresize = () => state.box.style.setProperty("--tall", `${visualViewport.height}px`);
  const ready = boxReady();
  const then = (act) => (given) => ready.then(() => act(given));
  return { open: then(openBox), close: shutBox, listen: then(boxNews), page: then(showPage), identify: then(() => arrive(true).then(refreshList)) };
}

/* What was there before: the conversation that was open, and what waits to go. */
async function boxReady() {
  if (!navigator.onLine) state.away = Date.now();
  try {
    if (desk.identity) await arrive(true);
    if (desk.token) await refreshList();
    if (desk.token) await enter(kept().talk ?? state.talks[0]?.id);
  } catch ({ status }) {
    if (!status) state.away ||= Date.now();
    // A token that is worth nothing any more: somebody new, who has written nothing yet.
    if (status === 401) keep({ token: (desk.token = "") });
    if (status < 500) keep({ talk: null });
  }
  if (rows()[0]) pump();
}

function boxNews() {
  const fresh = state.talks.find(({ unread }) => unread > 0);
  if (fresh && !state.open) state.host.note(fresh.with ?? desk.greeting.brand);
}

function drawBox() {
  drawHead(state.header);
  drawLog(state.log);
  drawOut(state.out);
  drawWrite();
  sawIt();
}

function sawIt() {
  const last = story().findLast(({ from }) => from !== "you")?.id;
  if (!state.open || state.view === "list" || !document.hasFocus() || !last || last === state.saw) return;
  state.saw = last;
  ask(`/conversations/${state.head.id}/seen`, { upto: last }).catch(() => (state.saw = ""));
}

function openBox(quietly) {
  const { box, host, log, write, field } = state;
  if (!state.open) boxNarrow.matches ? box.showModal() : box.show();
  boxShown(true);
  if (Date.now() - desk.greetedAt > 60000) greet().then(changed, () => {});
  drawBox();
  log.scrollTop = log.scrollHeight;
  if (quietly !== false) (fingers() || write.hidden ? box : field).focus();
  host.note();
}

export function shutBox() {
  if (!state.open) return;
  state.box.close();
  boxShown(false);
  state.host.button.focus();
}

function boxShown(open) {
  keep({ open });
  state.open = open;
  state.host.button.hidden = open;
  document.documentElement.style.overflow = open && boxNarrow.matches ? "hidden" : "";
}

function boxKeys(pressed) {
  if (pressed.key !== "Escape") return;
  pressed.preventDefault();
  if (state.box.querySelector(".smileys")) smileys();
  else if (state.panel) showPanel("");
  else shutBox();
}
