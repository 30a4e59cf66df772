/* Sending: what is written lies in this browser from before it leaves until the desk has it, and goes once (`once`).

   One tab at a time sends, in order. Without a network it waits and goes by itself, also after a reload; what is refused
   says why and stays in sight. */
const sending = { tries: 0 };

export function rows() {
  state.rows = shelved("out-");
  changed();
  return state.rows;
}

export function put(row, gone) {
  shelf(`out-${row.once}`, gone ? null : row);
  rows();
  tellTabs({ kind: "rows" });
}

export function send(words) {
  const at = Date.now();
  const once = at.toString(36) + crypto.getRandomValues(new Uint32Array(2)).join("-");
  put({ once, at, talk: kept().talk, ...words });
  return pump();
}

/* Other tabs wait their turn; where there are no locks, `once` keeps it from being said twice. */
export function pump() {
  clearTimeout(sending.timer);
  return alone("out", async () => {
    for (const row of rows().filter(({ refused }) => !refused)) {
      const pause = await sendingTry(row);
      if (pause) return (sending.timer = setTimeout(pump, pause * 1000));
    }
    sending.tries = 0;
  });
}

export const alone = (name, act) => (navigator.locks ? navigator.locks.request(`cha-chat-${name}-${desk.key}`, act) : act());

/* Seconds until it is worth another try; 0 when it went, or never will. */
async function sendingTry(row) {
  try {
    await sendingOne(row);
    return 0;
  } catch ({ status, after, message }) {
    state.notice = status === 429 && say("flood");
    if (!status) state.away ||= Date.now();
    changed();
    if (!status || status === 429 || status > 499) return after || Math.min(60, 2 ** sending.tries++);
    put({ ...row, refused: message || say("not_sent") });
    return 0;
  }
}

async function sendingOne(row) {
  const { once, talk, text, files, mail } = row;
  const page = kept().agreed ? pageNow() : undefined;
  const given = { conversation: talk ?? undefined, text, once, files, mail, page, language: desk.language };
  await arrive();
  const { conversation, message } = await ask("/messages", given).catch(async (problem) => {
    if (problem.status !== 401 && (problem.status !== 404 || !talk)) throw problem;
    await arrive(true);
    return ask("/messages", { ...given, conversation: undefined });
  });
  put(row, true);
  if (!talk) for (const other of state.rows) if (!other.talk) put({ ...other, talk: conversation });
  Object.assign(state, { away: 0, notice: "" });
  heard(message);
  if (state.head?.id !== conversation) await enter(conversation, true).catch(changed);
  tellTabs({ kind: "came", talk: conversation });
}
