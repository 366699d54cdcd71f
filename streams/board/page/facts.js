// What is known of an incident, and what changed when: old and new.

import { element } from "./element.js";
import { harm, placeName } from "./row.js";
import { clock, shown } from "./text.js";

/** Return the facts of an alert. */
export function facts(alert) {
  const names = (actors) => actors.map((actor) => shown(actor.name, 200) + (actor.country ? ` (${shown(actor.country, 3)})` : "")).join("; ");
  const when = alert.time.precision === "published" ? `by the day of the report, ${alert.time.start.slice(0, 10)}` : `${alert.time.start.slice(0, 16).replace("T", " ")} UTC (${alert.time.precision}${alert.time.text ? `: “${shown(alert.time.text, 100)}”` : ""})`;
  const harmed = alert.casualties.map((each) => harm(each) + (each.attributedTo ? `, says ${shown(each.attributedTo, 100)}` : ""));
  const said = [
    ["Where", placeName(alert.place ?? null) || "not said"],
    ["When", when],
    ["Certainty", `${alert.realis}, ${alert.certainty}`],
    ["Urgency", alert.urgency],
    ["Harmed", harmed.join("; ")],
    ["Who", names(alert.actors)],
    ["Whom", names(alert.recipients)],
    ["Victims", names(alert.victims)],
    ["Over", alert.ended ? "a report says so" : ""],
    ["Texts of", alert.wireOrigins.map((each) => shown(each, 200)).join("; ")],
    ["First seen", clock(Date.parse(alert.firstSeen))],
    ["Updated", `${clock(Date.parse(alert.updated))}, revision ${alert.revision}`],
    ["Id", shown(alert.id, 100)],
  ];
  return element("dl", {}, ...said.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, name), element("dd", { dir: "auto" }, value)]));
}

/** Return what each revision changed, the newest first. */
export function history(alert) {
  const known = Object.fromEntries(alert.articles.map((each) => [each.uri, each.publisher]));
  const items = alert.history.toReversed().map((revision) => {
    const by = revision.article ? ` by ${shown(known[revision.article] ?? revision.article, 200)}` : "";
    const changes = revision.changes.map((each) => element("li", { dir: "auto" }, ...change(each)));
    return element("li", {}, element("strong", {}, `${revision.revision} ${revision.kind}`), ` ${clock(Date.parse(revision.updated))}${by}`, changes.length ? element("ul", {}, ...changes) : null);
  });
  const lacking = alert.revision - alert.history.length;
  return element("ol", { class: "history" }, ...items, lacking > 0 ? element("li", {}, `${lacking} earlier revision${lacking === 1 ? " is" : "s are"} no longer held`) : null);
}

/** Return one change: the field, what it was, and what it is. */
export function change({ field, before, after }) {
  return [`${shown(field, 100)}: `, element("del", {}, told(before)), " → ", element("ins", {}, told(after))];
}

/** Return a value of a change in words. */
function told(value) {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.map(told).join(", ") || "nothing";
  if (typeof value !== "object") return shown(value, 300);
  if ("min" in value && "kind" in value) return harm(value);
  if ("min" in value) return value.max === value.min ? `${value.min}` : value.max ? `${value.min} to ${value.max}` : `${value.min}+`;
  if ("name" in value) return shown(value.name, 200);
  return shown(JSON.stringify(value), 300);
}
