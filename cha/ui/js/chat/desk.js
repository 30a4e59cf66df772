/* The desk: where it is, what it said first, what this browser keeps of it, and how it is asked.

   desk.greeting is the answer of GET /chat/KEY; its words are the widget's, unless the page gives its own (data-text-ask). */
export const desk = { own: {}, about: {}, greeting: {} };

/* A page that may keep nothing keeps it as long as it is open. */
const desked = (() => {
  try {
    return window.localStorage;
  } catch {
    return {};
  }
})();

/* What lies in this browser under a name; a value is put there, null taken away. */
export function shelf(name, value) {
  const at = `cha-chat:${desk.key}:${name}`;
  if (value === undefined) return JSON.parse(desked[at] ?? null);
  if (value === null) delete desked[at];
  else desked[at] = JSON.stringify(value);
}

/* What lies under names that begin so, oldest first. */
export const shelved = (start) => {
  const at = `cha-chat:${desk.key}:${start}`;
  return Object.keys(desked).sort().filter((name) => name.startsWith(at)).map((name) => JSON.parse(desked[name]));
};

export const kept = () => shelf("kept") ?? {};
export const keep = (change) => shelf("kept", { ...kept(), ...change });

/* The words of a name in pieces, so that what fills them may be a node. */
export function saying(name, values = {}) {
  const own = desk.own[`text${name[0].toUpperCase()}${name.slice(1)}`];
  return (own ?? desk.greeting.words[name] ?? "").split(/\{(\w+)\}/).map((piece, at) => (at % 2 ? values[piece] ?? "" : piece));
}

export const say = (name, values) => saying(name, values).join("");

/* An amount of a unit (CLDR's names), as the language writes it. */
export const unit = (amount, unit, unitDisplay = "long") =>
  new Intl.NumberFormat(desk.language, { style: "unit", unit, unitDisplay, maximumSignificantDigits: 3 }).format(amount);

export const span = (minutes) => (minutes < 91 ? unit(minutes, "minute") : unit(minutes / 60, "hour"));

/* JSON to and from the desk. Throws an Error with the desk's words and its status; none when nobody answered. */
export async function ask(path, body) {
  const headers = desk.token ? { Authorization: `Bearer ${desk.token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  const given = { method: body ? "POST" : "GET", headers, signal: AbortSignal.timeout(20000), body: JSON.stringify(body) };
  const answer = await fetch(`${desk.base}/chat/${desk.key}${path}`, given);
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  throw Object.assign(new Error(told.error?.words), { status: answer.status, after: answer.headers.get("Retry-After") });
}

export async function greet() {
  desk.greeting = await ask(`?language=${desk.language}`);
  desk.greetedAt = Date.now();
}
