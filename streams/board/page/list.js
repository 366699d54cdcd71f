// The list: only the rows that are in view are elements, whatever the number of incidents.

import { element } from "./element.js";
import { severityMark } from "./severity.js";
import { ago, clock } from "./text.js";

const ROW = 92; // height in pixels, as in board.css
const SPARE = 4; // rows above and below the view

export class List {
  /** `open(id)` is called when a row is clicked. */
  constructor(box, open) {
    this.box = box;
    this.spacer = element("div", { class: "spacer", role: "presentation" });
    this.empty = element("p", { class: "empty", hidden: true }, "No incident passes these filters.");
    this.box.append(this.spacer, this.empty);
    this.nodes = new Map(); // id -> the element and what it was made of
    this.rows = [];
    this.anchor = null; // the first row in view: it stays where it is when others come in above it
    this.selected = null;
    this.settled = false; // true once all that stands is loaded, so that an empty list means that there is nothing
    box.addEventListener("scroll", () => this.scrolled(), { passive: true });
    box.addEventListener("click", (event) => {
      const id = event.target.closest("[data-id]")?.dataset.id;
      if (id) open(id);
    });
    new ResizeObserver(() => this.draw(this.rows, this.selected, Date.now())).observe(box);
  }

  scrolled() {
    this.keepAnchor();
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw(this.rows, this.selected, Date.now());
    });
  }

  keepAnchor() {
    const at = Math.floor(this.box.scrollTop / ROW);
    this.anchor = this.box.scrollTop < ROW ? null : { id: this.rows[at]?.id, at };
  }

  /** Show rows, in their order; `now` in ms is what ages are told from. */
  draw(rows, selected, now) {
    const changed = rows !== this.rows;
    this.rows = rows;
    this.selected = selected;
    this.spacer.style.height = `${rows.length * ROW}px`;
    this.empty.hidden = rows.length > 0 || !this.settled;
    if (changed && this.anchor !== null) {
      const at = rows.findIndex((row) => row.id === this.anchor.id);
      if (at >= 0 && at !== this.anchor.at) this.box.scrollTop += (at - this.anchor.at) * ROW;
      this.keepAnchor();
    }
    const first = Math.max(0, Math.floor(this.box.scrollTop / ROW) - SPARE);
    const last = Math.min(rows.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / ROW) + SPARE);
    const kept = new Set();
    for (let at = first; at < last; at += 1) {
      kept.add(rows[at].id);
      const node = this.place(rows[at], at, now);
      const there = this.spacer.children[at - first] ?? null;
      if (there !== node) this.spacer.insertBefore(node, there); // in order too for screen readers, and on paper
    }
    for (const [id, held] of this.nodes) {
      if (kept.has(id)) continue;
      held.node.remove();
      this.nodes.delete(id);
    }
    const active = selected !== null && kept.has(selected) ? domId(selected) : null;
    if (active) this.box.setAttribute("aria-activedescendant", active);
    else this.box.removeAttribute("aria-activedescendant");
  }

  place(row, at, now) {
    let held = this.nodes.get(row.id);
    if (!held || held.row !== row) {
      const node = rowElement(row);
      held?.node.replaceWith(node);
      held = { row, node, age: node.querySelector("time") };
      this.nodes.set(row.id, held);
    }
    const { node, age } = held;
    const top = `translateY(${at * ROW}px)`;
    if (node.style.transform !== top) node.style.transform = top;
    const said = ago(row.updated, now);
    if (age.textContent !== said) age.textContent = said;
    const chosen = String(row.id === this.selected);
    if (node.getAttribute("aria-selected") !== chosen) node.setAttribute("aria-selected", chosen);
    node.setAttribute("aria-posinset", at + 1);
    node.setAttribute("aria-setsize", this.rows.length);
    return node;
  }

  /** Bring the row of an incident into view. */
  reveal(id) {
    const at = this.rows.findIndex((row) => row.id === id);
    if (at < 0) return;
    const top = at * ROW;
    const room = this.box.clientHeight;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + ROW > this.box.scrollTop + room) this.box.scrollTop = top + ROW - room;
  }
}

function domId(id) {
  return `row-${id}`;
}

function rowElement(row) {
  const sources = row.articles === 1 ? "1 article" : `${row.articles} articles of ${row.publishers} publisher${row.publishers === 1 ? "" : "s"}`;
  const facts = [row.place, row.harmed].filter(Boolean).join(" · ");
  const told = row.told === "background" ? element("span", { class: "badge" }, "background") : null;
  const kind = row.kind === "created" ? null : element("span", { class: `badge ${row.kind}` }, row.revision > 1 && row.kind === "updated" ? `updated ${row.revision - 1}×` : row.kind);
  return element(
    "div",
    { class: `row ${row.severity}${row.struck ? " struck" : ""}${row.kind === "expired" ? " over" : ""}`, role: "option", id: domId(row.id), "data-id": row.id },
    element("p", { class: "first" }, severityMark(row.severity), element("span", { class: "type" }, row.type), kind, told, element("time", { datetime: new Date(row.updated).toISOString(), title: clock(row.updated) })),
    element("p", { class: "headline", dir: "auto" }, row.struck ? element("s", {}, row.headline) : row.headline),
    element("p", { class: "last", dir: "auto" }, row.reason ? element("strong", {}, `${row.kind}: ${row.reason}`) : facts, element("span", { class: "sources" }, `${row.certainty} · ${row.realis} · ${sources}`)),
  );
}
