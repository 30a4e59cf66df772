/* Says when the network is gone, and that nothing written is lost; goes by itself when it is back.

   <template id="offline"><div class="notice offline" …></div></template> in the page gives the words. */
function offlineTell() {
  document.querySelector(".offline")?.remove();
  const words = document.getElementById("offline");
  if (!navigator.onLine && words) document.body.append(words.content.cloneNode(true));
}
addEventListener("online", offlineTell);
addEventListener("offline", offlineTell);
addEventListener("turbo:load", offlineTell);
