/* Says when the network is gone and what waits for it; goes by itself when all is well.

   <template id="offline"><div class="notice offline" …><p>…<span data-part="count" data-one="…" data-many="…"></span></p></div></template>
   gives the words; <template id="signed-out"> those for somebody whose session has ended. */
import { outbox } from "./outbox.js";

function offlineKind() {
  if (!navigator.onLine || outbox.away) return "offline";
  if (outbox.signedOut && outbox.rows.length) return "signed-out";
  return "";
}

function offlineTell() {
  const kind = offlineKind();
  const shown = document.querySelector(".offline");
  if (shown?.dataset.kind !== kind) shown?.remove();
  const words = kind && document.getElementById(kind);
  if (!words) return;
  if (!document.querySelector(".offline")) document.body.append(words.content.cloneNode(true));
  const notice = document.querySelector(".offline");
  notice.dataset.kind = kind;
  const count = notice.querySelector("[data-part=count]");
  const waiting = outbox.rows.filter((row) => row.state === "waits").length;
  if (count) count.textContent = waiting ? count.dataset[waiting === 1 ? "one" : "many"].replace("#", waiting) : "";
}

/* A server that is away for a moment is nothing to speak of. */
function offlineAway(away) {
  clearTimeout(outbox.speaking);
  outbox.speaking = setTimeout(() => ((outbox.away = away), offlineTell()), away ? 2000 : 0);
}
addEventListener("cha:away", () => offlineAway(true));
addEventListener("cha:back", () => offlineAway(false));
for (const news of ["online", "offline", "turbo:load", "turbo:render", "cha:outbox"]) addEventListener(news, offlineTell);
