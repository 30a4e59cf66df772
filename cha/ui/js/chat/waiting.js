/* What has not arrived yet: words that wait, files on their way, somebody who writes, somebody who looks something up. */
export function waitingRows() {
  const { hold, mail, line, with: who, wait } = state.head ?? {};
  const { phone } = desk.greeting;
  const all = story();
  const alone = all[0] && !who && !mail && !ended() && all.every(({ from }) => from === "you");
  const coming = wait?.minutes ? say("coming", { time: span(wait.minutes) }) : line;
  const goes = mail && !ended();
  return [
    // Live may bring it back before the answer to it comes.
    ...state.rows.filter(({ once }) => !all.some((one) => one.once === once)).map(unsent),
    ...state.sends.map(onItsWay),
    alone && coming && event(icon("clock"), coming),
    hold && holding(hold, all),
    goes && event(icon("mail"), saying("mail_at", { address: bold(mail) })),
    goes && notice("done", "tick", say("mail_done"), say("mail_line")),
    state.typing && make("p.typing", make("i"), say("typing", { name: state.typing })),
    state.away && phone && make("p.tiny", saying("rather_talk", { phone: phoneLink() })),
  ];
}

function unsent(sent) {
  const { text, names, refused } = sent;
  const here = fingers() ? "waits_phone" : "waits_here";
  const below = refused
    ? make("div.acts", { role: "alert" }, make("p.wrong", refused), press("try_again", () => (put({ ...sent, refused: "" }), pump())), press("drop", () => put(sent, true)))
    : mark("clock", state.away ? say(here) : state.notice || say("sending"));
  return make("div.mine", text && make("div.bubble", make("span.sr", say("you")), make("p", { dir: "auto" }, text)), names?.map((name) => make("span.file", make("b", name))), below);
}

function onItsWay(sent) {
  const { file, wrong, again, done } = sent;
  const told = wrong || say("file_part", { done: bytes(done), size: bytes(file.size) });
  const bar = !wrong && make("progress", { max: file.size, value: done, "aria-label": file.name });
  const shut = sign("shut", say("file_stop", file), () => dropFile(sent));
  const acts = wrong && make(
    "div.acts",
    again && press("try_again", () => upload(sent)),
    state.head && press("mail", () => showPanel("mail")),
  );
  return make("div.mine", make(`span.file${wrong ? ".wrong" : ""}`, make("span", make("b", file.name), told, bar), shut), acts);
}

export const phoneLink = () => {
  const { phone } = desk.greeting;
  return make("a", { href: `tel:${phone.replace(/[^\d+]/g, "")}` }, make("bdi", { dir: "ltr" }, phone));
};

/* Who looks it up, until when, and how much of that time has gone, in steps of a tenth. */
function holding({ until, name }, all) {
  const began = new Date(all.findLast((message) => message.hold_until)?.at ?? Date.now());
  const part = (Date.now() - began) / (new Date(until) - began);
  const ring = make("span.ring", face(talking() ?? { initials: name?.[0], tint: 1 }, "md"));
  ring.style.setProperty("--part", `${Math.min(10, Math.max(1, Math.round(part * 10)))}0%`);
  return make("div.card", { role: "status" }, ring, make("p", make("b", say("back_by", { time: hour(until) })), say("back_line")));
}
