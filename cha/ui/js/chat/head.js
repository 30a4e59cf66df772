/* The head: who it is with, how long a person takes, back to the list, shut. */
export function drawHead(head) {
  const list = state.view === "list";
  const who = !list && talking();
  const [title, line, away] = headWords(who || {});
  const told = make("div", make("h2", { id: "cha-title" }, make("bdi", title)), make(`p.wait${away ? ".gone" : ""}`, make("i"), make("span", line)));
  lay(head, [
    !list && state.talks[0] && sign("turn", say("all"), showList),
    who && face(who, "md"),
    told,
    sign("shut", say("close"), shutBox),
  ]);
}

function headWords({ name }) {
  const { open, opens } = desk.greeting;
  const { hold, mail, line, at, state: now } = state.head ?? {};
  const wait = waitWords();
  if (state.away) return [name ?? say("title"), say("lost", { time: hour(state.away) }), 1];
  if (state.view === "list") return [say("yours"), wait, !open];
  if (ended()) return [say(now === "ended" ? "over" : "put_right") + (at ? `, ${hour(at)}` : ""), say("again_line"), 1];
  if (mail) return [name ? say("by_mail", { name }) : say("by_mail_us"), line || say("by_mail_line"), 1];
  if (hold) return [name ?? hold.name, say("looking", { time: hour(hold.until) })];
  if (name) return [name, state.head.with.here ? say("with_you") : line || wait, !open];
  return [open || !opens ? say("title") : say("closed_title", { when: opens }), wait, !open];
}

/* "A person in about 4 minutes, 2 before you". */
function waitWords() {
  const { open, opens, wait: usual } = desk.greeting;
  const { minutes, before } = (state.head && state.view === "talk" ? state.head.wait : usual) ?? {};
  if (!open && opens) return say("closed_wait", { when: opens });
  if (!minutes) return say("wait_open");
  return say(before ? "wait_before" : "wait", { time: span(minutes), n: before });
}
