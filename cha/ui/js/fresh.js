/* <turbo-stream action="fresh" target="promises"></turbo-stream>

   What the target shows changed elsewhere: the page is fetched again and morphed, soon, once for many changes, and not
   under a menu or a dialog that is open. Without the target on the page nothing happens. */
import * as Turbo from "@hotwired/turbo";

const FRESH_PAUSE = 700;
let freshSoon;

function freshen() {
  freshSoon = undefined;
  if (document.querySelector("dialog[open], details.menu[open]")) return freshLater();
  Turbo.session.refresh(location.href);
}

function freshLater() {
  freshSoon ??= setTimeout(freshen, FRESH_PAUSE + Math.random() * FRESH_PAUSE);
}

Turbo.StreamActions.fresh = function () {
  if (this.targetElements.length) freshLater();
};
