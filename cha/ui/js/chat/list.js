/* The list: several conversations, the newest first, each with who has it and what was said last. */
export function showList() {
  Object.assign(state, { view: "list", panel: "" });
  refreshList().catch(() => {});
  changed();
}

export const listRows = () => state.talks.map(listRow);

function listRow({ id, title, with: who, line, at, unread }) {
  const onclick = () => {
    state.view = "talk";
    changed();
    enter(id).catch(changed);
    state.box.focus();
  };
  const fresh = unread > 0 && make("span.new", who ? say("new_from", who) : say("new_us"));
  const when = day(at) === day(Date.now()) ? hour(at) : day(at);
  const words = make("span", make("b", { dir: "auto" }, title), make("small", { dir: "auto" }, line), fresh);
  return make("button.talk", { onclick }, face(who, "md"), words, make("time", when));
}
