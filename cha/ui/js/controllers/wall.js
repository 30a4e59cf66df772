/* Wall: a screen that nobody touches. It is fetched again each minute, and sooner when live says that something changed.

   <main data-controller="wall">…</main> */
import { Controller } from "@hotwired/stimulus";

const WALL_MINUTE = 60000;

export default class extends Controller {
  // lifecycle
  connect() {
    this.clock = setInterval(() => window.Turbo.session.refresh(location.href), WALL_MINUTE);
  }

  disconnect() {
    clearInterval(this.clock);
  }
}
