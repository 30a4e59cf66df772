/* Colour: a colour typed as digits or picked, and how it would look, asked of the page itself.

   <form data-controller="colour">
     <input name="colour" data-colour-target="hex" data-action="change->colour#write">
     <input type="color" data-colour-target="pick" data-action="input->colour#pick change->colour#look">
     <turbo-frame id="swatches" data-colour-target="frame">…</turbo-frame></form>

   Without a frame it only keeps the two fields the same. */
import { Controller } from "@hotwired/stimulus";

const HEX = /^#[0-9a-f]{6}$/i;

export default class extends Controller {
  static targets = ["hex", "pick", "frame"];

  // actions
  pick() {
    this.hexTarget.value = this.pickTarget.value;
  }

  write() {
    if (!HEX.test(this.hexTarget.value)) return;
    this.pickTarget.value = this.hexTarget.value;
    this.look();
  }

  look() {
    if (this.hasFrameTarget) this.frameTarget.src = `?colour=${encodeURIComponent(this.hexTarget.value)}`;
  }
}
