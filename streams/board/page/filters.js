// The filters: the page's query is the query of `/alerts`, word for word, so that a link is all that somebody else needs.

import { element } from "./element.js";
import { shown } from "./text.js";

const MANY = ["type", "country", "words"]; // of the fields below those that take several values
const FIELDS = ["type", "country", "near", "words", "min_severity", "min_certainty", "told", "since"];
const SINCE = ["1h", "6h", "24h", "3d", "7d"];
export const MOST_KM = 5000; // the widest circle that the server takes: streams/subscriptions/filters.py
const SECONDS = { d: 86400, h: 3600, m: 60, s: 1 };

export class Filters {
  /** `parameters` are those of `/alerts` in the server's own description; `changed()` is called when the query is another. */
  constructor(form, parameters, changed) {
    Object.assign(this, { form, changed });
    this.parameters = Object.fromEntries(parameters.map((each) => [each.name, each]));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      document.activeElement?.blur(); // an input says that it has changed when it is left
    });
    form.addEventListener("change", ({ target }) => setTimeout(() => this.read(target))); // behind the move to the next field
    window.addEventListener("popstate", () => {
      this.draw();
      this.changed();
    });
    this.draw();
  }

  /** The pairs of the query. */
  get pairs() {
    return [...new URLSearchParams(location.search)].filter(([, value]) => value !== "");
  }

  /** Return the values of a parameter. */
  values(name) {
    const all = this.pairs.filter(([each]) => each === name).map(([, value]) => value);
    return MANY.includes(name) ? all.flatMap((value) => value.split(",")).map((value) => value.trim()).filter(Boolean) : all;
  }

  /** The circle of the filter `near` as [lat, lon, km]; null where there is none that can be drawn. */
  get circle() {
    const parts = (this.values("near")[0] ?? "").split(",").map((part) => (part.trim() ? Number(part) : NaN));
    const [lat, lon, km] = parts;
    return parts.length === 3 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && km > 0 && km <= MOST_KM ? parts : null;
  }

  /** Set parameters to values, each a list that is empty for none, and tell of it. */
  set(values) {
    const pairs = this.pairs.filter(([name]) => !(name in values));
    for (const [name, given] of Object.entries(values)) if (given.length) pairs.push([name, given.join(",")]);
    const query = new URLSearchParams(pairs).toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
    history.pushState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
    this.draw();
    this.changed();
  }

  read(input) {
    const name = input.name;
    if (name === "type") {
      this.set({ type: [...this.form.querySelectorAll("[name=type]:checked")].map((each) => each.value) });
    } else if (FIELDS.includes(name)) {
      const parts = MANY.includes(name) ? input.value.split(",").map((value) => value.trim()).filter(Boolean) : [input.value].filter(Boolean);
      this.set({ [name]: name === "country" ? parts.map((part) => part.toUpperCase()) : parts });
    }
  }

  /** Return true where the stream's own filters do not say so: an alert that was updated before `since` is none of these. */
  accepts(row) {
    const since = this.values("since")[0];
    const moment = since ? momentOf(since) : null;
    return moment === null || row.updated >= moment;
  }

  draw() {
    const opened = this.form.querySelector("details")?.open ?? false;
    const focus = this.form.contains(document.activeElement) ? document.activeElement.id : null;
    const others = this.pairs.filter(([name]) => !FIELDS.includes(name));
    const parts = [this.types(opened), this.text("country", "Country", "IRQ, SYR"), this.text("near", "Around", "30.5, 47.8, 200"), this.text("words", "Words", "bomb, market"), this.choice("min_severity", "Severity from"), this.choice("min_certainty", "Certainty from"), this.choice("told", "Told as", "news"), this.since(), ...others.map(([name, value]) => this.chip(name, value)), this.clear()];
    this.form.replaceChildren(...parts.filter((part) => part !== null));
    if (focus) document.getElementById(focus)?.focus();
  }

  words(name) {
    const schema = this.parameters[name]?.schema ?? {};
    return schema.enum ?? schema.items?.enum ?? [];
  }

  types(opened) {
    const chosen = this.values("type");
    const boxes = this.words("type").map((type) => element("label", {}, element("input", { type: "checkbox", name: "type", id: `type-${type}`, value: type, checked: chosen.includes(type) }), ` ${type}`));
    return element("details", { class: "types", open: opened }, element("summary", { id: "filter-type" }, chosen.length ? `Type: ${shown(chosen.join(", "), 60)}` : "Type: any"), element("fieldset", {}, element("legend", { class: "unseen" }, "Types"), ...boxes));
  }

  text(name, label, example) {
    return element("label", { title: this.parameters[name]?.description }, label, " ", element("input", { type: "text", name, id: `filter-${name}`, value: this.values(name).join(", "), placeholder: example, autocomplete: "off", spellcheck: "false", maxlength: "500" }));
  }

  choice(name, label, usual = "any") {
    const value = this.values(name)[0] ?? "";
    const options = this.words(name).filter((word) => word !== usual);
    return this.select(name, label, [["", usual], ...options.map((word) => [word, word])], value);
  }

  since() {
    const value = this.values("since")[0] ?? "";
    const known = SINCE.includes(value) || value === "" ? SINCE : [value, ...SINCE];
    return this.select("since", "Since", [["", "all"], ...known.map((word) => [word, shown(word, 40)])], value);
  }

  select(name, label, options, value) {
    const known = options.some(([word]) => word === value) ? options : [...options, [value, shown(value, 40)]];
    return element("label", { title: this.parameters[name]?.description }, label, " ", element("select", { name, id: `filter-${name}` }, ...known.map(([word, said]) => element("option", { value: word, selected: word === value }, said))));
  }

  chip(name, value) {
    const button = element("button", { type: "button", class: "chip", title: "Take it away" }, `${shown(name, 40)}: ${shown(value, 60)} ✕`);
    button.addEventListener("click", () => this.set({ [name]: [] }));
    return button;
  }

  clear() {
    if (!this.pairs.length) return null;
    const button = element("button", { type: "button", id: "clear" }, "Clear");
    button.addEventListener("click", () => this.set(Object.fromEntries(this.pairs.map(([name]) => [name, []]))));
    return button;
  }
}

/** Return the moment in ms that `since` means, as the server reads it; null for what it would refuse. */
export function momentOf(since, now = Date.now()) {
  if (/^(\d+[dhms])+$/.test(since)) {
    return now - 1000 * [...since.matchAll(/(\d+)([dhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * SECONDS[unit], 0);
  }
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(since) || !since.includes("T") ? since : `${since}Z`;
  const moment = Date.parse(zoned.replace(" ", "+"));
  return Number.isNaN(moment) ? null : moment;
}
