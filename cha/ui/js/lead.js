/* <turbo-stream action="lead" target="head-0A" url="/now/0B"></turbo-stream>

   Leads whoever has the target on the page to what it became, in the frame that it stands in. What is being written is
   kept first: the composer keeps its draft when it goes. */
import * as Turbo from "@hotwired/turbo";

Turbo.StreamActions.lead = function () {
  const target = this.targetElements[0];
  if (!target) return;
  const frame = target.closest("turbo-frame");
  Turbo.visit(this.getAttribute("url"), { action: "replace", ...(frame && { frame: frame.id }) });
};
