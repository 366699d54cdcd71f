// The bar that tells whether the page is live, how many incidents it holds, and when the last alert came; and what is read out.

import { ago, clock, shown } from "./text.js";

const READ_OUT_MS = 10000; // between two announcements: a screen reader takes some seconds for one

export class State {
  constructor(bar, word, more, news) {
    Object.assign(this, { bar, word, more, news });
    this.reason = "";
    this.came = [];
    this.lastAlert = null;
    this.readOut = 0;
  }

  /** Say the state in a word, and what is known besides. */
  say(word, reason) {
    if (this.word.textContent !== word) this.word.textContent = word; // it is read out when it changes
    this.bar.dataset.state = word === "live" ? "live" : word === "loading" ? "loading" : "away";
    this.reason = shown(reason, 200);
  }

  /** Note an alert that came live. */
  note(row) {
    this.lastAlert = Date.now();
    this.came.push(row);
    if (this.came.length > 100) this.came.shift();
  }

  /** Show the figures, and read out what came since the last time. */
  draw(count, newest, now) {
    const parts = [this.reason, `${count} incident${count === 1 ? "" : "s"}`];
    if (newest) parts.push(`newest ${ago(newest.updated, now)}`);
    if (this.lastAlert !== null) parts.push(`last alert came ${ago(this.lastAlert, now)}`);
    const said = parts.filter(Boolean).join(" · ");
    if (this.more.textContent !== said) this.more.textContent = said;
    if (newest) this.more.title = clock(newest.updated);
    if (this.came.length && now - this.readOut > READ_OUT_MS) {
      const last = this.came.at(-1);
      this.news.textContent = `${this.came.length === 1 ? "1 alert" : `${this.came.length} alerts`}: ${last.kind}, ${last.severity}, ${last.headline}`;
      this.came = [];
      this.readOut = now;
    }
  }
}
