// The incidents that the page holds: the newest revision of each, in the order of their updates.

import { row } from "./row.js";

export const MOST = 5000; // incidents; those updated longest ago fall out

export class Store {
  constructor() {
    this.rows = new Map();
    this.round = 0; // the number of the newest load; what it and the stream behind it did not bring is dropped
    this.sorted = null;
  }

  /** Take in an alert; return its row, or null if a newer revision is held. */
  put(alert) {
    const held = this.rows.get(alert.id);
    if (held && held.revision > alert.revision) {
      held.round = this.round;
      return null;
    }
    const made = row(alert);
    made.round = this.round;
    this.rows.set(alert.id, made);
    this.sorted = null;
    return made;
  }

  /** Forget an incident. */
  drop(id) {
    this.rows.delete(id);
    this.sorted = null;
  }

  /** Begin a load; `finish` drops the rows that came before it and did not come again. */
  begin() {
    this.round += 1;
  }

  /** End a load that was not broken off. */
  finish() {
    for (const [id, held] of this.rows) if (held.round !== this.round) this.rows.delete(id);
    this.sorted = null;
  }

  /** Forget all. */
  clear() {
    this.rows.clear();
    this.sorted = null;
  }

  /** Return the rows, the one updated last first. */
  inOrder() {
    if (this.sorted === null) {
      this.sorted = [...this.rows.values()].sort((one, other) => other.updated - one.updated || (one.id < other.id ? 1 : -1));
      for (const dropped of this.sorted.splice(MOST)) this.rows.delete(dropped.id);
    }
    return this.sorted;
  }
}
