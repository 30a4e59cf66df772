/* LiveStream: events for a set of topic tokens, by server-sent events, or by long polling when nothing comes through.

   A proxy that holds a stream back is noticed by silence: not even "hello" within five seconds. */
const LIVE_PATIENCE = 5000;
const LIVE_SILENCE = 45000;
const LIVE_RETRY = [1000, 2000, 5000, 10000, 30000];

export class LiveStream {
  constructor(deliver) {
    this.deliver = deliver;
    this.key = "";
    this.after = "";
    this.failures = 0;
    addEventListener("online", () => this.#open());
  }

  /* What was heard after a page was made is heard again: it was told to the page before it. */
  listen(tokens, after) {
    const behind = this.#since(after);
    const key = [...tokens].sort().join("&topics=");
    if (key === this.key && !behind) return;
    this.key = key;
    this.#open();
  }

  /* Go back to an id that is older, of the same life of the hub ("life-number"), than where the stream is. */
  #since(after) {
    if (!after) return false;
    const [life, number] = after.split("-");
    const [ours, at] = this.after.split("-");
    const behind = Boolean(this.after) && life === ours && Number(number) < Number(at);
    if (!this.after || behind) this.after = after;
    return behind;
  }

  #open() {
    this.#close();
    if (!this.key) return;
    if (this.polls) return this.#poll();
    this.source = new EventSource(`/live?topics=${this.key}${this.after && `&after=${this.after}`}`);
    this.#wait();
    this.source.onopen = () => this.#wait();
    for (const name of ["hello", "message", "refresh", "beat"]) this.source.addEventListener(name, (event) => this.#take(event));
    this.source.onerror = () => this.#fail();
  }

  #wait() {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.#turnToPolling(), LIVE_PATIENCE);
  }

  /* A server that is away is no proxy that holds back: the browser tries again by itself. */
  #fail() {
    clearTimeout(this.patience);
    this.#leave();
    if (this.source.readyState === EventSource.CLOSED) this.#again();
  }

  #leave() {
    if (!this.away) this.deliver("away", "");
    this.away = true;
  }

  #close() {
    clearTimeout(this.patience);
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.source?.close();
    this.asking?.abort();
  }

  #take(event) {
    clearTimeout(this.patience);
    this.failures = 0;
    if (this.away) this.deliver("back", "");
    this.away = false;
    if (event.type === "beat") this.#watch();
    if (event.lastEventId) this.after = event.lastEventId;
    if (event.type === "message" || event.type === "refresh") this.deliver(event.type, event.data, event.lastEventId);
  }

  /* A network that went without a word: beats stop, and the stream is opened anew. */
  #watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.#open(), LIVE_SILENCE);
  }

  #turnToPolling() {
    this.polls = true;
    this.#open();
  }

  async #poll() {
    const asking = (this.asking = new AbortController());
    try {
      const answer = await fetch(`/live?poll=1&topics=${this.key}&after=${this.after}`, { signal: asking.signal });
      if (!answer.ok) throw new Error(`live answered ${answer.status}`);
      const { after, events } = await answer.json();
      for (const { id, event, data } of events) this.#take({ type: event, data, lastEventId: id });
      this.after = after || this.after;
      if (!asking.signal.aborted) this.retry = setTimeout(() => this.#poll(), events.length ? 0 : 250);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#leave();
      this.#again();
    }
  }

  /* Closed for good by an answer such as 403: a page that is asked for again brings a fresh token. */
  #again() {
    const wait = LIVE_RETRY[Math.min(this.failures, LIVE_RETRY.length - 1)];
    this.failures += 1;
    this.#close();
    if (navigator.onLine && this.failures > 1) this.deliver("refresh", "");
    this.retry = setTimeout(() => this.#open(), wait);
  }
}
