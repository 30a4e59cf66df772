/* The end, and what asks for words in a form: do you feel heard and helped, where do we write, may we look on. */
export function endRows() {
  const now = state.head?.state;
  const asks = desk.greeting.asks_pages && story()[0] && !ended() && kept().agreed === undefined;
  return [
    now === "put_right" && asking("end_ask", press("end_yes", () => told("end", { right: true })), press("end_no", () => told("end", { right: false }))),
    now === "confirmed" && event(icon("tick"), say("said_right")),
    now !== "put_right" && ended() && !state.head.felt && feltForm(),
    asks && asking("pages_ask", press("yes", () => agree(true)), press("no", () => agree(false))),
    state.told && !state.panel && event(icon("tick"), state.told),
  ];
}

const asking = (words, ...answers) => make("div.card", make("div.acts", make("p", say(words)), answers));

const filled = (act) => ({
  onsubmit(happened) {
    happened.preventDefault();
    act(Object.fromEntries(new FormData(happened.target)));
  },
});

function feltForm() {
  const who = talking();
  const asked = (name) => make("fieldset", make("legend", say(name)), make("div.feel", [0, 1, 2, 3].map((value) =>
    make("label", make("input", { type: "radio", name, value, required: true }), make("span", icon(`felt_${value}`), say(`felt_${value}`))))));
  const given = filled(({ heard, helped }) => told("felt", { heard: Number(heard), helped: Number(helped) }, "told"));
  return make("form", given, asked("heard"), asked("helped"), submit(who ? say("tell", who) : say("tell_us")));
}

const labelled = (name, field) => make("label", say(name), make("span.field", field));
const address = (name, required) => make("input", { name, required, type: "email", autocomplete: "email", placeholder: say("email"), dir: "ltr" });

/* Before the first words the address is asked for where nobody is there, or where the business wants it so. */
export const asksFirst = () => !state.head && !state.rows[0] && (!desk.greeting.open || desk.greeting.asks_mail === "before");

/* Closed: a message, where to answer, and what cannot wait. To say no address is fine too. */
export function closedForm() {
  const { opens: when, phone, asks_mail } = desk.greeting;
  const given = filled(({ text, mail }) => send({ text, mail }));
  return make(
    "form",
    given,
    labelled("message", make("textarea", { name: "text", required: true, dir: "auto" })),
    labelled("where", address("mail", asks_mail === "before")),
    when && make("p.tiny", say("where_line", { when })),
    submit(when ? say("leave", { when }) : say("send")),
    phone && make("p.tiny", saying("urgent", { phone: phoneLink() })),
  );
}

/* Where do we write: to go on by e-mail, or for a copy. */
export function mailForm(what) {
  const given = filled((words) => told(what, words, what === "copy" && "copy_done"));
  return make("form", given, labelled("mail_where", address("address", true)), make("div.acts", submit(say(what === "copy" ? "send" : "mail_go")), press("back", () => showPanel(""))));
}

async function agree(pages) {
  keep({ agreed: pages });
  changed();
  await ask("/agree", { pages }).catch(() => {});
  showPage();
}

export const pageNow = () => desk.about.page ?? { url: location.href, title: document.title };

export const showPage = () => kept().agreed && ask("/page", { ...pageNow(), cart: desk.about.cart }).catch(() => {});
