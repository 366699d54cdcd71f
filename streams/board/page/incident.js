// The panel of one incident: its facts, what changed when, its sources, and the evidence in each report.

import { getJson, key, Refused } from "./api.js";
import { element } from "./element.js";
import { facts, history } from "./facts.js";
import { judgementsOf } from "./judge.js";
import { Panel } from "./panel.js";
import { house, reports, sources, title } from "./reports.js";
import { reason } from "./row.js";
import { severityMark } from "./severity.js";
import { clock, shown } from "./text.js";

const MOST_ARTICLES = 200;
const MOST_JSON = 200_000; // characters

export class Incident extends Panel {
  /** `open(id)` is called when another incident is asked for, `openStory(id)` when its story is; `judge` has the part for judgements. */
  constructor(box, judge, { closed, open, openStory }) {
    super(box, closed);
    Object.assign(this, { judge, open, openStory });
  }

  /** Return the parts of the panel for an incident as the server has it now. */
  async load(id, signal) {
    const path = `alerts/${encodeURIComponent(id)}`;
    const [alert, evidence, judged] = await Promise.all([getJson(path, signal), evidenceOf(path, signal), judgementsOf(id, signal)]);
    const opened = this.box.querySelector("details.json")?.open ?? false;
    const struck = alert.kind === "withdrawn" || alert.kind === "superseded";
    const why = reason(alert);
    return [
      this.head(shown(alert.headline), struck),
      why ? element("p", { class: `ended ${alert.kind}` }, element("strong", {}, `${alert.kind}: `), why, this.successor(alert)) : null,
      element("p", { class: "first" }, severityMark(alert.severity), ` ${alert.type}${alert.mode ? `/${alert.mode}` : ""} · ${alert.certainty} · told as ${alert.told ?? "news"}`),
      alert.summary ? element("p", { class: "summary", dir: "auto" }, shown(alert.summary)) : null,
      this.judge.part(alert, judged),
      element("h3", {}, "Evidence"),
      element("blockquote", { dir: "auto" }, shown(alert.evidence.text)),
      element("h3", {}, "Facts"),
      facts(alert),
      this.story(alert),
      element("h3", {}, "What changed"),
      history(alert),
      ...(evidence instanceof Refused ? [] : [element("h3", {}, "Sources"), sources(evidence)]),
      element("h3", {}, `Articles (${alert.articleCount} of ${alert.publisherCount} publisher${alert.publisherCount === 1 ? "" : "s"})`),
      ...(evidence instanceof Refused ? [articles(alert), element("p", { class: "quiet" }, `No marked sentences: ${shown(evidence.message)}`)] : [reports(alert, evidence)]),
      source(alert, opened),
    ];
  }

  successor(alert) {
    return alert.supersededBy ? button("Show it", () => this.open(alert.supersededBy)) : null;
  }

  story(alert) {
    const open = button("All of this story", () => this.openStory(alert.story));
    open.classList.add("open-story");
    return element("p", {}, open, ` ${shown(alert.story, 100)}`);
  }
}

/** Return the evidence of an alert, or the server's refusal: the alert is shown without it. */
async function evidenceOf(path, signal) {
  try {
    return await getJson(`${path}/evidence`, signal);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function button(text, act) {
  const made = element("button", { type: "button" }, text);
  made.addEventListener("click", act);
  return made;
}

function articles(alert) {
  const newest = alert.articles.toReversed().slice(0, MOST_ARTICLES);
  const items = newest.map((article) => {
    return element("li", {}, element("strong", { dir: "auto" }, house(article)), " ", title(article), ` ${clock(Date.parse(article.published))}${article.relation === "new" ? "" : ` (${article.relation})`}`);
  });
  const more = alert.articleCount - newest.length;
  return element("ul", { class: "articles" }, ...items, more > 0 ? element("li", {}, `and ${more} more`) : null);
}

function source(alert, opened) {
  const path = `alerts/${encodeURIComponent(alert.id)}`;
  const text = JSON.stringify(alert, null, 1);
  const link = key() ? null : element("a", { href: path, rel: "noopener noreferrer", target: "_blank" }, "its address");
  const body = element("pre", { tabindex: "0" });
  const details = element("details", { class: "json" }, element("summary", {}, "JSON"), element("p", {}, link), body);
  const fill = () => (body.textContent = details.open ? text.slice(0, MOST_JSON).split("\n").map((line) => line.match(/^ */)[0] + shown(line)).join("\n") : "");
  details.addEventListener("toggle", fill);
  details.open = opened;
  return details;
}
