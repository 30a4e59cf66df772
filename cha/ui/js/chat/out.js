/* Ways out: a person, e-mail, the end; and the questions that they ask first. */
export function drawOut(out) {
  const { panel, view, told } = state;
  const shown = view === "list" ? (panel === "forget" ? "forget" : "list") : panel || (ended() ? "ended" : "ways");
  lay(out, [outPanels[shown](), panel && told && make("p.wrong", { role: "alert" }, told)]);
}

const outAsk = (words) => make("p", make("b", say(words)));
const outShow = (panel, words, name, look) => press(words, () => showPanel(panel), look, name);

/* A person is one tap away from the first second; once somebody is here, ending is. */
const outPanels = {
  ways() {
    const { mail, asked } = state.head ?? {};
    if (!state.head) return [desk.greeting.open && press("person", askPerson, ".only", "person")];
    return [
      talking() || asked ? outShow("end", "end", "tick") : press("person", askPerson, "", "person"),
      outShow("mail", mail ? "other_mail" : "mail", "mail"),
    ];
  },
  mail: () => [mailForm("mail")],
  copy: () => [mailForm("copy")],
  ended: () => [outShow("copy", "copy"), press("again", () => told("again", {}))],
  end: () => [
    outAsk("end_ask"),
    press("end_yes", () => told("end", { right: true })),
    press("end_no", () => told("end", { right: false })),
    press("end_only", () => told("end", { right: null })),
    outShow("", "back"),
  ],
  list: () => [press("new", leave, ".brand.only"), make("p.tiny", say("kept")), outShow("forget", "forget", "", ".only")],
  forget: () => [outAsk("forget_sure"), press("yes", forget), outShow("", "back")],
};

function askPerson() {
  if (state.head) state.head.asked = true;
  send({ text: say("person_text") });
}

export function showPanel(panel) {
  Object.assign(state, { panel, told: "" });
  changed();
  // What was tapped is gone: the keys go on in what came in its place.
  state.drawing.then(() => state.out.querySelector("input, button")?.focus());
}

/* Something is done to the conversation, and where it stands then is the answer. */
export const told = (what, words, thanks) => tried(async () => {
  Object.assign(state.head, await ask(`/conversations/${state.head.id}/${what}`, words));
  state.panel = "";
  if (thanks) state.told = say(thanks);
  state.field.focus();
});

const forget = () => tried(async () => {
  await ask("/forget", {});
  tellTabs({ kind: "forget" });
  forgotten();
});

export function forgotten() {
  for (const row of rows()) shelf(`out-${row.once}`, null);
  Object.assign(state, { talks: [], rows: [], sends: [] });
  desk.token = "";
  leave();
  shelf("kept", null);
}
