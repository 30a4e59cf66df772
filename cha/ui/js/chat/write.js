/* Where one writes: words, smileys, files. What is typed outlives the page. */
const SMILEYS = "😀 😂 😉 😊 😍 😎 😐 😕 😘 😡 😢 😮 😱 😴 🙁 🙂 🙈 🙏 👀 👋 👌 👍 👎 👏";
let writeTyped = 0;

export function writeForm() {
  const words = { rows: 1, dir: "auto", "aria-label": say("message"), oninput: writing, onkeydown: writeKeys };
  const onpaste = ({ clipboardData: { files } }) => files[0] && addFiles(files);
  const field = (state.field = make("textarea", words, { onpaste }));
  field.value = kept().draft ?? "";
  const onchange = () => {
    addFiles(chosen.files);
    chosen.value = "";
  };
  const chosen = make("input", { type: "file", multiple: true, hidden: true, onchange });
  const smile = sign("felt_2", say("smileys"), smileys, { "aria-expanded": "false" });
  const add = desk.greeting.files?.bytes && sign("file", say("file"), () => chosen.click());
  const button = make("button.btn.brand.send", { type: "submit", "aria-label": say("send") }, icon("send"));
  return (state.write = make("form.write", { onsubmit: submitWords }, make("div.field", field, smile, add), button, chosen));
}

export function drawWrite() {
  state.write.hidden = state.view === "list" || asksFirst();
  state.field.placeholder = talking() ? say("write_to", talking()) : say("write");
}

function writeKeys(pressed) {
  if (pressed.key !== "Enter" || pressed.shiftKey || pressed.isComposing || fingers()) return;
  pressed.preventDefault();
  state.write.requestSubmit();
}

/* Shows them, or takes them away. */
export function smileys() {
  const open = state.write.querySelector(".smileys");
  const { field } = state;
  const insert = ({ target }) => {
    field.setRangeText(target.textContent, field.selectionStart, field.selectionEnd, "end");
    smileys();
    writing();
  };
  const shown = open ?? make("div.smileys", { role: "group", "aria-label": say("smileys") }, SMILEYS.split(" ").map((one) => make("button", { onclick: insert }, one)));
  open ? open.remove() : state.write.append(shown);
  state.write.querySelector("[aria-expanded]").ariaExpanded = !open;
  (open ? field : shown.firstChild).focus();
  return true;
}

/* The desk is told at most every four seconds that one writes. */
function writing() {
  const { field, head } = state;
  keep({ draft: field.value });
  if (!head || state.away || !field.value || Date.now() - writeTyped < 4000) return;
  writeTyped = Date.now();
  ask(`/conversations/${head.id}/typing`, {}).catch(() => {});
}

function submitWords(happened) {
  happened.preventDefault();
  const { field, log } = state;
  const text = field.value.trim();
  field.focus();
  if (!text) return;
  field.value = state.told = "";
  writing();
  log.scrollTop = log.scrollHeight;
  send({ text });
}
