/* Laying nodes out. What looks as before stays the node that it was, with its focus and what was typed into it. */
export function lay(parent, nodes) {
  let at = parent.firstChild;
  const next = (keeps) => {
    const passed = at;
    at = at.nextSibling;
    if (!keeps) passed.remove();
  };
  for (const fresh of nodes.flat().filter(Boolean)) {
    let same = at;
    while (same && !same.isEqualNode(fresh)) same = same.nextSibling;
    while (same && at !== same) next();
    if (same) next(true);
    else parent.insertBefore(fresh, at);
  }
  while (at) next();
}

export const fingers = () => matchMedia("(pointer: coarse)").matches;

/* Times and sizes as the visitor's language writes them. */
export const hour = (when) => new Date(when).toLocaleTimeString(desk.language, { timeStyle: "short", hourCycle: "h23" });

export const day = (when) => new Date(when).toLocaleDateString(desk.language, { day: "numeric", month: "long" });

export const bytes = (many) => unit(many / 1048576, "megabyte", "short");

export const bold = (words) => make("b", make("bdi", words));
export const press = (words, onclick, look = "", name) => make(`button.btn${look}`, { onclick }, name && icon(name), say(words));
export const submit = (words, look = "") => make(`button.btn.brand${look}`, { type: "submit" }, words);
export const event = (drawn, ...words) => make("p.event", drawn, make("span", words));
