// The way of the alerts into the page: the stream is opened first, then what stands is loaded, so nothing falls in between.

import { getJson, key, Refused } from "./api.js";
import { MOST } from "./store.js";

const KINDS = ["created", "updated", "corrected", "withdrawn", "superseded", "expired"];
const PAGE = 1000; // alerts of one answer; the server's largest
const LOOK_MS = 20000; // between two looks whether the server is still there: a browser does not see the stream's heartbeats
const FIRST_PAUSE_MS = 1000;
const MOST_PAUSE_MS = 30000;

export class Live {
  /** `say(word, more)` hears of the state, `ask(why)` that a key is needed, `fail(why)` that the query will not do. */
  constructor(store, { say, ask, fail, changed }) {
    Object.assign(this, { store, say, ask, fail, changed });
    this.source = null;
    this.run = null;
    // A page that is left but kept for the way back would hold one of the six connections that a browser has for a host: the seventh
    // load waited for 57 s.
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => {
      if (event.persisted && this.run) this.begin(this.run);
    });
  }

  /** Begin with a query; whatever runs is ended. `accepts(row)` tells what the stream's filters do not: since. */
  start(query, accepts, streaming) {
    this.stop();
    this.run = { query, accepts, streaming, last: null, loaded: false, pause: FIRST_PAUSE_MS, abort: new AbortController() };
    this.look = setInterval(() => this.check(), LOOK_MS);
    this.begin(this.run);
  }

  /** True if all that stands has been loaded. */
  get settled() {
    return this.run?.loaded ?? false;
  }

  stop() {
    this.run?.abort.abort();
    this.run = null;
    clearInterval(this.look);
    clearTimeout(this.again);
    this.close();
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  /** Ask whether the query and the key will do, and open the stream; come again later where the server is away. */
  async begin(run) {
    if (run.last === null) run.loaded = false; // no position to go on behind, so all is loaded again
    this.say(run.loaded ? "reconnecting" : "loading", "");
    try {
      await getJson(`alerts?${new URLSearchParams([...run.query, ["limit", "1"]])}`, run.abort.signal);
    } catch (error) {
      if (run === this.run) this.failed(run, error);
      return;
    }
    if (run !== this.run) return;
    if (run.streaming) this.open(run);
    else await this.load(run);
  }

  open(run) {
    this.close();
    const asked = run.query.filter(([name]) => name !== "since" && name !== "until");
    if (run.last !== null) asked.push(["last_event_id", run.last]);
    if (key()) asked.push(["key", key()]);
    const source = new EventSource(`alerts/stream?${new URLSearchParams(asked)}`);
    this.source = source;
    source.onopen = () => {
      run.pause = FIRST_PAUSE_MS;
      if (run.loaded) this.say("live", "");
      else this.load(run);
    };
    source.onerror = () => {
      if (source !== this.source) return;
      this.say("reconnecting", "");
      if (source.readyState === EventSource.CLOSED) this.later(run);
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        run.last = event.lastEventId || run.last;
        const put = this.store.put(JSON.parse(event.data));
        if (put === null) return;
        if (run.accepts(put)) this.changed(put);
        else this.store.drop(put.id);
      });
    }
    source.addEventListener("reset", (event) => {
      run.last = event.lastEventId || run.last;
      this.load(run);
    });
  }

  /** Load the newest incidents, page by page, once the server has read all that it held before. */
  async load(run) {
    const load = {}; // a reset may begin another load while this one waits
    Object.assign(run, { loaded: false, load });
    this.say("loading", "");
    try {
      await getJson("readyz", run.abort.signal);
      if (run !== this.run || run.load !== load) return;
      this.store.begin();
      let cursor = null;
      let count = 0;
      do {
        const asked = [...run.query, ["limit", String(PAGE)], ...(cursor ? [["cursor", cursor]] : [])];
        const page = await getJson(`alerts?${new URLSearchParams(asked)}`, run.abort.signal);
        if (run !== this.run || run.load !== load) return;
        for (const alert of page.alerts) this.store.put(alert);
        count += page.alerts.length;
        cursor = page.next;
        this.changed(null);
      } while (cursor && count < MOST);
      this.store.finish();
      run.loaded = true;
      this.changed(null);
      this.say(run.streaming ? "live" : "a closed span", run.streaming ? "" : "until a time, so not live");
    } catch (error) {
      if (run === this.run) this.failed(run, error);
    }
  }

  failed(run, error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401 || error.status === 403) {
      this.stop();
      this.say("a key is needed", "");
      this.ask(error.message);
    } else if (error.status === 400) {
      this.stop();
      this.say("stopped", "");
      this.fail(error.message);
    } else {
      this.say(error.status === 0 ? "reconnecting" : "waiting", error.message);
      this.later(run, error.retrySeconds * 1000);
    }
  }

  later(run, least = 0) {
    this.close();
    clearTimeout(this.again);
    const pause = Math.max(least, run.pause * (0.75 + Math.random() / 2)); // spread: a thousand boards come back after a restart
    run.pause = Math.min(2 * run.pause, MOST_PAUSE_MS);
    this.again = setTimeout(() => this.begin(run), pause);
  }

  /** Look whether the server is there and reads Kafka. */
  async check() {
    const run = this.run;
    if (!run?.loaded || !run.streaming || this.source?.readyState !== EventSource.OPEN) return;
    try {
      await getJson("readyz", run.abort.signal);
      if (run === this.run && run.loaded) this.say("live", "");
    } catch (error) {
      if (error.name === "AbortError" || run !== this.run) return;
      if (error.status === 0) {
        this.say("reconnecting", error.message);
        this.later(run);
      } else this.say("waiting", error.message);
    }
  }
}
