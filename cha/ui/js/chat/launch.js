/* Launch: the button with the wait on it, and nothing more before the first tap.

   <script src="https://desk.example/chat.js" data-channel="KEY" async></script>
   data-language, data-colour, data-ink, data-corner="start", data-theme="dark", data-identity="JWT", data-text-ask="Ask us"

   The same on <cha-chat data-channel="KEY">, where the page puts one itself. window.Cha: open close identify page cart;
   "cha:ready" is dispatched on window when it is there. */
import { desk, greet, kept, say, saying, shelved, span } from "./desk.js";
import { dress, face, icon, make, sign } from "./make.js";
import launchStyles from "../../css/chat/launch.css";

const launchScript = document.currentScript;

class ChaChat extends HTMLElement {
  connectedCallback() {
    if (this.root) return;
    const own = Object.assign(desk.own, launchScript?.dataset, this.dataset);
    desk.base = new URL(".", own.desk ?? launchScript.src).href.slice(0, -1);
    desk.key = own.channel;
    desk.identity = own.identity;
    desk.language = own.language || document.documentElement.lang || navigator.language;
    desk.token = kept().token;
    for (const name of ["corner", "theme"]) if (own[name]) this.dataset[name] = own[name];
    this.paint("colour", own.colour);
    this.paint("ink", own.ink);
    this.root = this.attachShadow({ mode: "open" });
    dress(this.root, launchStyles);
    this.begin();
    addEventListener("online", () => this.button || this.begin());
  }

  async begin() {
    try {
      await greet();
    } catch {
      return;
    }
    const { brand, dir, side } = desk.greeting;
    this.lang = desk.language;
    this.dir = dir;
    this.dataset.corner ??= side;
    this.paint("brand", brand.colour);
    this.paint("on", brand.ink);
    this.button?.remove();
    const onclick = () => this.open();
    const words = make("span", say("ask"), make("small", launchWait()));
    this.button = make("button.launch", { "aria-haspopup": "dialog", "aria-expanded": "false", part: "button", onclick }, icon("chat"), words);
    this.root.append(this.button);
    if (kept().open && innerWidth > 640) this.open(false);
    else if (kept().talk || shelved("out-")[0]) (window.requestIdleCallback ?? setTimeout)(() => this.box().then((box) => box.listen()));
  }

  paint(name, colour) {
    if (colour) this.style.setProperty(`--cha-${name}`, colour);
  }

  /* The box, fetched once; after a failure it is fetched anew. */
  box() {
    return (this.loading ??= chatBox(this).catch((problem) => {
      this.loading = null;
      throw problem;
    }));
  }

  async open(focus) {
    const box = await this.box().catch(() => null);
    this.note();
    box?.open(focus);
  }

  /* Somebody has answered while the box was shut; without a person the note goes. */
  note(who) {
    this.noted?.remove();
    if (!who) return;
    const words = make("button.says", { onclick: () => this.open() }, saying("answered", { name: make("b", make("bdi", who.name)) }));
    this.noted = make("div.note", { role: "status" }, face(who), words, sign("shut", say("later"), () => this.note()));
    this.root.append(this.noted);
  }
}

function launchWait() {
  const { open, opens, wait } = desk.greeting;
  if (!open) return opens && say("ask_closed", { when: opens });
  return wait?.minutes && say("ask_wait", { time: span(wait.minutes) });
}

if (!customElements.get("cha-chat")) {
  customElements.define("cha-chat", ChaChat);
  const there = () => document.querySelector("cha-chat");
  const begin = () => there() ?? document.body.append(document.createElement("cha-chat"));
  if (launchScript?.dataset.channel) document.body ? begin() : addEventListener("DOMContentLoaded", begin);
  const tell = (act, given) => there()?.box().then((box) => box[act](given));
  const about = (name) => (given) => {
    desk.about[name] = given;
    if (kept().agreed) tell("page");
  };
  window.Cha = {
    open: () => there()?.open(),
    close: () => tell("close"),
    identify(token) {
      desk.identity = token;
      if (desk.token) tell("identify");
    },
    page: about("page"),
    cart: about("cart"),
  };
  dispatchEvent(new Event("cha:ready"));
}
