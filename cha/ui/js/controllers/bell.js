/* Bell: how many things are new, in the page's title, and one soft note when something comes and the member wants it.

   <div class="sr" id="bell-said" role="status" data-controller="bell"></div>

   Live puts <span data-bell-target="news" data-count="4" data-sound>…</span> into it. The note sounds once a minute at
   most, in one tab. The rail's own number is #count-bell; the inbox, where it is shown, is fetched again. */
import { Controller } from "@hotwired/stimulus";

const BELL_PAUSE = 60000;
const BELL_MARK = /^\(\d+\+?\) /;

export default class extends Controller {
  static targets = ["news"];

  // lifecycle
  connect() {
    this.#title(document.getElementById("count-bell")?.textContent.trim());
  }

  newsTargetConnected(news) {
    this.#title(news.dataset.count);
    if ("sound" in news.dataset) this.#ring();
    const inbox = document.getElementById("inbox");
    if (inbox?.src) inbox.reload();
    else if (inbox) inbox.src = location.href;
  }

  // private
  #title(count) {
    const bare = document.title.replace(BELL_MARK, "");
    document.title = count && count !== "0" ? `(${count}) ${bare}` : bare;
  }

  #ring() {
    const last = Number(localStorage.getItem("cha-bell"));
    if (Date.now() - last < BELL_PAUSE) return;
    localStorage.setItem("cha-bell", Date.now());
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = 587.33;
    loud.gain.setValueAtTime(0, audio.currentTime);
    loud.gain.linearRampToValueAtTime(0.08, audio.currentTime + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.9);
    tone.connect(loud).connect(audio.destination);
    tone.onended = () => audio.close();
    tone.start();
    tone.stop(audio.currentTime + 1);
    this.element.dataset.rang = last ? "again" : "once";
  }
}
