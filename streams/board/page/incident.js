// The panel of one incident: its facts, what changed when, the evidence, and its articles.

import { getJson, key } from "./api.js";
import { element } from "./element.js";
import { harm, placeName, reason } from "./row.js";
import { severityMark } from "./severity.js";
import { clock, shown, webLink } from "./text.js";

const MOST_ARTICLES = 200;
const MOST_JSON = 200_000; // characters

export class Incident {
  /** `closed()` is called when the panel was closed, `open(id)` when another incident is asked for. */
  constructor(panel, { closed, open }) {
    Object.assign(this, { panel, closed, open });
    this.id = null;
  }

  /** Show an incident as the server has it now; with `focus` the keyboard goes into the panel. */
  async show(id, focus) {
    const fresh = id !== this.id;
    this.id = id;
    this.abort?.abort();
    this.abort = new AbortController();
    this.panel.hidden = false;
    if (fresh) this.panel.replaceChildren(this.head("…"), element("p", {}, "loading"));
    if (focus) this.panel.focus({ preventScroll: true });
    try {
      const alert = await getJson(`alerts/${encodeURIComponent(id)}`, this.abort.signal);
      const top = fresh ? 0 : this.panel.scrollTop;
      const opened = this.panel.querySelector("details")?.open ?? false;
      this.panel.replaceChildren(...this.parts(alert, opened));
      this.panel.scrollTop = top;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.panel.replaceChildren(this.head("It cannot be shown"), element("p", { class: "problem" }, shown(error.message)));
    }
  }

  /** Close the panel. */
  hide() {
    if (this.id === null) return;
    this.abort?.abort();
    this.id = null;
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.closed();
  }

  head(title, struck = false) {
    const close = element("button", { type: "button", class: "close", "aria-label": "Close" }, "✕");
    close.addEventListener("click", () => this.hide());
    return element("div", { class: "head" }, element("h2", { dir: "auto" }, struck ? element("s", {}, title) : title), close);
  }

  parts(alert, opened) {
    const struck = alert.kind === "withdrawn" || alert.kind === "superseded";
    const why = reason(alert);
    return [
      this.head(shown(alert.headline), struck),
      why ? element("p", { class: `ended ${alert.kind}` }, element("strong", {}, `${alert.kind}: `), why, this.successor(alert)) : null,
      element("p", { class: "first" }, severityMark(alert.severity), ` ${alert.type}${alert.mode ? `/${alert.mode}` : ""} · ${alert.certainty} · told as ${alert.told ?? "news"}`),
      alert.summary ? element("p", { class: "summary", dir: "auto" }, shown(alert.summary)) : null,
      element("h3", {}, "Evidence"),
      element("blockquote", { dir: "auto" }, shown(alert.evidence.text)),
      element("h3", {}, "Facts"),
      facts(alert),
      element("h3", {}, "What changed"),
      history(alert),
      element("h3", {}, `Articles (${alert.articleCount} of ${alert.publisherCount} publisher${alert.publisherCount === 1 ? "" : "s"})`),
      articles(alert),
      source(alert, opened),
    ].filter((part) => part !== null);
  }

  successor(alert) {
    if (!alert.supersededBy) return null;
    const button = element("button", { type: "button" }, "Show it");
    button.addEventListener("click", () => this.open(alert.supersededBy));
    return button;
  }
}

function facts(alert) {
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
    ["Story", shown(alert.story, 100)],
    ["Id", shown(alert.id, 100)],
  ];
  return element("dl", {}, ...said.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, name), element("dd", { dir: "auto" }, value)]));
}

function history(alert) {
  const known = Object.fromEntries(alert.articles.map((each) => [each.uri, each.publisher]));
  const items = alert.history.toReversed().map((revision) => {
    const by = revision.article ? ` by ${shown(known[revision.article] ?? revision.article, 200)}` : "";
    const changes = revision.changes.map((change) => element("li", { dir: "auto" }, `${shown(change.field, 100)}: `, element("del", {}, told(change.before)), " → ", element("ins", {}, told(change.after))));
    return element("li", {}, element("strong", {}, `${revision.revision} ${revision.kind}`), ` ${clock(Date.parse(revision.updated))}${by}`, changes.length ? element("ul", {}, ...changes) : null);
  });
  const lacking = alert.revision - alert.history.length;
  return element("ol", { class: "history" }, ...items, lacking > 0 ? element("li", {}, `${lacking} earlier revision${lacking === 1 ? " is" : "s are"} no longer held`) : null);
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

function articles(alert) {
  const newest = alert.articles.toReversed().slice(0, MOST_ARTICLES);
  const items = newest.map((article) => {
    const link = webLink(article.link);
    const title = shown(article.headline) || shown(article.uri, 200);
    const named = link ? element("a", { href: link, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, title) : element("span", { dir: "auto" }, title);
    return element("li", {}, element("strong", { dir: "auto" }, shown(article.publisher, 200) || "unnamed publisher"), " ", named, ` ${clock(Date.parse(article.published))}${article.relation === "new" ? "" : ` (${article.relation})`}`);
  });
  const more = alert.articleCount - newest.length;
  return element("ul", { class: "articles" }, ...items, more > 0 ? element("li", {}, `and ${more} more`) : null);
}

function source(alert, opened) {
  const path = `alerts/${encodeURIComponent(alert.id)}`;
  const text = JSON.stringify(alert, null, 1);
  const link = key() ? null : element("a", { href: path, rel: "noopener noreferrer", target: "_blank" }, "its address");
  const body = element("pre", { tabindex: "0" });
  const details = element("details", {}, element("summary", {}, "JSON"), element("p", {}, link), body);
  const fill = () => (body.textContent = details.open ? text.slice(0, MOST_JSON).split("\n").map((line) => line.match(/^ */)[0] + shown(line)).join("\n") : "");
  details.addEventListener("toggle", fill);
  details.open = opened;
  return details;
}
