/* Ago: times as people say them, in the page's language, renewed each minute and not announced.

   <div data-controller="ago">
     <time datetime="2026-06-11T11:16Z" data-ago></time>                                      "6 min", "1 h 10", "3 days"
     <time datetime="…" data-until="…" data-words="%s left" data-late="%s over"></time>       "38 minutes left"
     <circle class="steep" data-from="…" data-until="…"/>                                     a ring: the share that is gone
   </div> */
import { Controller } from "@hotwired/stimulus";

const AGO_MINUTE = 60000;
/* From which share of the promised time a ring changes its colour, as cha.promises.care says. */
const AGO_SOON = 50;
const AGO_NOW = 85;

export default class extends Controller {
  // lifecycle
  connect() {
    this.lang = document.documentElement.lang || "en";
    this.watch = new MutationObserver(() => this.#renew());
    this.#renew();
    this.clock = setInterval(() => this.#renew(), AGO_MINUTE);
  }

  disconnect() {
    clearInterval(this.clock);
    this.watch.disconnect();
  }

  // private
  #renew() {
    this.watch.disconnect();
    const now = Date.now();
    for (const time of this.element.querySelectorAll("time[data-ago]")) {
      this.#say(time, this.#span((now - Date.parse(time.dateTime)) / AGO_MINUTE, "short"));
    }
    for (const time of this.element.querySelectorAll("time[data-until]")) this.#left(time, now);
    for (const ring of this.element.querySelectorAll("circle[data-until]")) this.#steep(ring, now);
    this.watch.observe(this.element, { childList: true, subtree: true });
  }

  #say(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  #left(time, now) {
    const minutes = (Date.parse(time.dataset.until) - now) / AGO_MINUTE;
    const words = minutes >= 0 ? time.dataset.words : time.dataset.late;
    this.#say(time, (words ?? "%s").replace("%s", this.#span(Math.abs(minutes), "long")));
  }

  #steep(ring, now) {
    const from = Date.parse(ring.dataset.from);
    const share = Math.min(100, Math.max(0, ((now - from) / (Date.parse(ring.dataset.until) - from)) * 100));
    ring.setAttribute("stroke-dasharray", `${Math.round(share)} 100`);
    ring.setAttribute("stroke-opacity", share > 0 ? 1 : 0);
    const place = ring.closest("[data-urgency]");
    if (place && share >= AGO_NOW) place.dataset.urgency = "now";
    else if (place?.dataset.urgency === "calm" && share >= AGO_SOON) place.dataset.urgency = "soon";
  }

  #span(minutes, width) {
    const whole = Math.max(0, Math.floor(minutes));
    if (!whole && width === "short") return new Intl.RelativeTimeFormat(this.lang, { numeric: "auto" }).format(0, "second");
    if (whole < 60) return this.#unit(whole, "minute", width);
    if (whole >= 2880) return this.#unit(Math.floor(whole / 1440), "day", "long");
    const rest = whole % 60;
    const digits = new Intl.NumberFormat(this.lang, { minimumIntegerDigits: 2 });
    return this.#unit(Math.floor(whole / 60), "hour", "narrow") + (rest ? ` ${digits.format(rest)}` : "");
  }

  #unit(value, unit, unitDisplay) {
    const words = new Intl.NumberFormat(this.lang, { style: "unit", unit, unitDisplay }).format(value);
    return unitDisplay === "narrow" ? words.replace(/(\d)(\p{L})/u, "$1\u00a0$2") : words;
  }
}
