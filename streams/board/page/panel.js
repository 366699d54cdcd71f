// A panel over the map: its head with a button that closes it, and what it shows, asked of the server anew whenever it is told to.

import { element } from "./element.js";
import { shown } from "./text.js";

export class Panel {
  /** `closed()` is called when the reader closed the panel. */
  constructor(box, closed) {
    Object.assign(this, { box, closed });
    this.id = null;
  }

  /** Show what `load(id, signal)` promises, a list of elements; with `focus` the keyboard goes into the panel. */
  async show(id, focus) {
    const fresh = id !== this.id;
    this.id = id;
    this.abort?.abort();
    this.abort = new AbortController();
    this.box.hidden = false;
    if (fresh) this.box.replaceChildren(this.head("…"), element("p", {}, "loading"));
    if (focus) this.box.focus({ preventScroll: true });
    try {
      const parts = await this.load(id, this.abort.signal);
      const top = fresh ? 0 : this.box.scrollTop;
      this.box.replaceChildren(...parts.filter((part) => part !== null));
      this.box.scrollTop = top;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.box.replaceChildren(this.head("It cannot be shown"), element("p", { class: "problem" }, shown(error.message)));
    }
  }

  /** True while the reader fills in a form: what the panel shows is left alone. */
  get busy() {
    return this.box.querySelector("form:not([hidden])") !== null;
  }

  /** Close the panel without a word to anybody: another takes its place. */
  clear() {
    this.abort?.abort();
    this.id = null;
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  /** Close the panel, as the reader asks. */
  hide() {
    if (this.id === null) return;
    this.clear();
    this.closed();
  }

  head(title, struck = false) {
    const close = element("button", { type: "button", class: "close", "aria-label": "Close" }, "✕");
    close.addEventListener("click", () => this.hide());
    return element("div", { class: "head" }, element("h2", { dir: "auto" }, struck ? element("s", {}, title) : title), close);
  }
}
