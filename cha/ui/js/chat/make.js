/* Making nodes: never from a string of HTML, so that sites which demand Trusted Types let us in.

   make("p.quiet", { role: "status" }, "Words", [more])     functions become handlers, true an empty attribute */
export function make(what, ...inside) {
  const [tag, ...classes] = what.split(".");
  const node = document.createElement(tag);
  if (classes[0]) node.className = classes.join(" ");
  if (tag === "button") node.type = tag;
  for (const one of inside.flat(3)) {
    if (one?.nodeType || /str|num/.test(typeof one)) node.append(one);
    else for (const name in one || {}) {
      const value = one[name];
      if (typeof value === "function") node[name] = value;
      else if (value || value === 0) node.setAttribute(name, value === true ? "" : value);
    }
  }
  return node;
}

const ICON_ROUND = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z";
const ICON_EYES = `${ICON_ROUND}M9 9v1M15 9v1`;
const ICONS = {
  chat: "M4 18l-1 4 5-2A9 9 0 1 0 4 18z",
  shut: "M6 6l12 12M18 6L6 18",
  turn: "M20 12H4m7-7l-7 7 7 7",
  send: "M21 3L3 10l7 4 4 7zM21 3L10 14",
  mail: "M3 6h18v12H3zM3 7l9 6 9-6",
  person: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21a7 7 0 0 1 14 0",
  file: "M20 11l-8 8a5 5 0 0 1-7-7L13 4a3 3 0 0 1 5 5l-8 8a2 2 0 0 1-3-3L14 7",
  felt_0: `${ICON_EYES}M8 16a4 4 0 0 1 8 0`,
  felt_1: `${ICON_EYES}M8 15h8`,
  felt_2: `${ICON_EYES}M8 14a4 4 0 0 0 8 0`,
  felt_3: `${ICON_EYES}M7 13h10a5 5 0 0 1-10 0z`,
  tick: "M4 13l5 5L20 6",
  seen: "M2 13l5 5L17 7M13 17l1 1L22 9",
  clock: `${ICON_ROUND}M12 7v5l3 2`,
  away: `${ICON_ROUND}M6 6l12 12`,
};

export function icon(name) {
  const shape = (tag, given) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const key in given) node.setAttribute(key, given[key]);
    return node;
  };
  const drawing = shape("svg", { viewBox: "0 0 24 24", class: `icon i-${name}`, "aria-hidden": "true" });
  drawing.append(shape("path", { d: ICONS[name] }));
  return drawing;
}

/* A button that is only a drawing. */
export const sign = (name, words, onclick, more) =>
  make("button.quiet", { "aria-label": words, title: words, onclick }, more, icon(name));

/* A person is round; what is not a person is square. */
export function face(who, size) {
  if (!who?.initials) return make("span.face.bot", { "aria-hidden": "true" }, icon("chat"));
  const made = make(`span.face.${size}`, { "aria-hidden": "true" }, who.initials);
  made.style.setProperty("--h", [170, 25, 60, 105, 150, 205, 255, 300, 345][who.tint]);
  return made;
}

/* A sheet of the shadow root: a page whose rules forbid styles forbids none that are constructed. */
export function dress(root, ...sheets) {
  for (const text of sheets) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets.push(sheet);
  }
}
