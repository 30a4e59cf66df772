/* Fits: a frame is as tall as the page in it, which is ours and runs no script.

   <iframe data-controller="fits" data-action="load->fits#fit" src="…" sandbox="allow-same-origin"> */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  // lifecycle
  connect() {
    this.fit();
    this.again = () => this.fit();
    addEventListener("resize", this.again);
  }

  disconnect() {
    removeEventListener("resize", this.again);
  }

  // actions
  fit() {
    const page = this.element.contentDocument?.documentElement;
    if (!page?.querySelector("body *")) return;
    this.element.style.blockSize = "auto";
    this.element.style.blockSize = `${page.scrollHeight}px`;
  }
}
