/* What was said: each message, file, mark and event as a row of the log. */
export function drawLog(log) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const list = state.view === "list";
  log.ariaLabel = say(list ? "yours" : "log");
  lay(log, list ? listRows() : [topRows(), saidRows(), waitingRows(), endRows()]);
  if (atEnd && !list) log.scrollTop = log.scrollHeight;
}

function topRows() {
  const { faces, open, answers: when, brand, greeting } = desk.greeting;
  const lost = state.away && notice("lost", "away", say("offline"), say("offline_line"));
  if (state.head || state.rows[0]) return [lost];
  const names = open && faces?.map(({ name }) => name);
  const text = open || !when ? greeting || say("hello") : say("hello_closed", { when });
  return [
    lost,
    names?.[0] && make("p.faces", make("span", faces.map((who) => face(who, "sm"))), say("here", { names: names.join(", ") })),
    row({ from: "cha", name: brand.name, text }),
    asksFirst() && closedForm(),
  ];
}

function saidRows() {
  const made = [];
  const all = story();
  const mine = all.findLast(({ from }) => from === "you");
  const first = all.find(({ from }) => from === "member");
  let before = { at: 0 };
  for (const message of all) {
    const { at, name, from, seen } = message;
    const turned = day(before.at) !== day(at);
    const more = !turned && before.from === from && before.name === name;
    if (turned) made.push(make("p.day", `${day(at)} ${hour(at)}`));
    if (message === first) made.push(event(face(message, "xs"), saying("joined", { name: bold(name) })));
    made.push(row(message, more, message === all.at(-1) && !state.rows[0]));
    if (message === mine && seen) made.push(mark("seen", talking() ? say("seen", talking()) : say("seen_us")));
    before = message;
  }
  return made;
}

export const mark = (name, words) => make("p.mark", icon(name), words);

export const notice = (kind, name, title, words) => make(`div.card.${kind}`, { role: "status" }, icon(name), make("p", make("b", title), words));

/* One message. `more`: the same one goes on speaking; `last`: its choices may still be taken. */
function row(message, more, last) {
  const { from, name, text, files, buttons, edited, gone, medium, at } = message;
  const mine = from === "you";
  const who = mine ? make("span.sr", say("you")) : !more && make("p.by", bold(name), medium === "email" && ` ${say("by_their_mail")}`);
  const asks = last && !gone && buttons?.[0] && choices(message);
  const words = gone ? make("p.by", say("gone")) : text && make("p", { dir: "auto" }, linked(text));
  const bubble = (words || asks) && make("div.bubble", { title: at && hour(at) }, who, words, asks, edited && make("p.by", say("edited")));
  const shown = !gone && files?.map(fileLink);
  if (mine) return make("div.mine", bubble, shown);
  return make(`div.row${more ? ".more" : ""}`, more ? make("i") : face(from === "member" && message, "sm"), make("div.said", bubble, shown));
}

const linked = (text) => text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).map((piece, at) =>
  at % 2 ? make("a", { href: piece, target: "_blank", rel: "noreferrer" }, piece) : piece);

function fileLink(file) {
  return make("a.file", { href: file.url, target: "_blank" }, thumb(file), make("span", make("b", file.name), bytes(file.size)));
}

/* Two to four ways forward, nothing chosen beforehand. */
function choices({ buttons }) {
  const onsubmit = (happened) => {
    happened.preventDefault();
    send({ text: new FormData(happened.target).get("choice") });
  };
  const options = buttons.map((one) => {
    const input = make("input", { type: "radio", name: "choice", value: one, required: true });
    return make("label.option", input, make("b", one));
  });
  return make("form", { onsubmit }, make("fieldset", make("legend.sr", say("pick")), options), submit(say("choose"), ".slim"), make("p.by", say("else")));
}
