/* Laying nodes out: rows of [key, node]. What looks as before stays the node that it was, with its focus and its words. */
export function lay(parent, laid) {
  const shown = laid.filter(Boolean);
  const there = new Map([...parent.children].map((node) => [node.key, node]));
  for (const [key, node] of there) if (!shown.some((one) => one[0] === key)) node.remove();
  shown.forEach(([key, fresh], at) => {
    const old = there.get(key);
    const node = old?.isEqualNode(fresh) ? old : Object.assign(fresh, { key });
    if (old && old !== node) old.replaceWith(node);
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] ?? null);
  });
}

/* Times and sizes as the visitor's language writes them. */
export const hour = (when) => new Date(when).toLocaleTimeString(desk.language, { timeStyle: "short", hourCycle: "h23" });

export function day(when) {
  const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
  const ago = Math.round((midnight(Date.now()) - midnight(when)) / 864e5);
  if (ago < 2) return new Intl.RelativeTimeFormat(desk.language, { numeric: "auto" }).format(-ago, "day");
  return new Date(when).toLocaleDateString(desk.language, { day: "numeric", month: "long" });
}

export const bytes = (many) => {
  const style = { style: "unit", unit: "megabyte", maximumFractionDigits: many < 1e7 ? 1 : 0 };
  return new Intl.NumberFormat(desk.language, style).format(Math.max(many / 1048576, 0.1));
};

export const bold = (words) => make("b", make("bdi", words));
export const press = (words, onclick, look = "", name) => make(`button.btn${look}`, { onclick }, name && icon(name), say(words));
export const submit = (words, look = "") => make(`button.btn.brand${look}`, { type: "submit" }, words);
export const event = (drawn, ...words) => make("p.event", drawn, make("span", words));
