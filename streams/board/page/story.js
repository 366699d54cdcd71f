// The panel of one story: all its incidents in the order in which they were first seen, and all articles that they name.

import { getJson } from "./api.js";
import { element } from "./element.js";
import { Panel } from "./panel.js";
import { house, title } from "./reports.js";
import { row } from "./row.js";
import { severityMark } from "./severity.js";
import { clock, shown } from "./text.js";

const MOST_INCIDENTS = 200; // of one story; the busiest one of the demo has six
const MOST_ARTICLES = 500;

export class Story extends Panel {
  /** `open(id)` is called when an incident is asked for, `filter(story)` when the board shall show this story only. */
  constructor(box, { closed, open, filter }) {
    super(box, closed);
    Object.assign(this, { open, filter });
  }

  /** Return the parts of the panel for a story as the server has it now. */
  async load(story, signal) {
    const query = new URLSearchParams({ story, told: "any", limit: MOST_INCIDENTS });
    const page = await getJson(`alerts?${query}`, signal);
    const alerts = page.alerts.toSorted((one, other) => Date.parse(one.firstSeen) - Date.parse(other.firstSeen) || (one.id < other.id ? -1 : 1));
    const named = articlesOf(alerts);
    const only = element("button", { type: "button" }, "Show only this story");
    only.addEventListener("click", () => this.filter(story));
    return [
      this.head(alerts.length ? shown(alerts[0].headline) : "Nothing of this story is held"),
      element("p", { class: "first" }, `Story of ${count(alerts.length, "incident")} and ${count(named.length, "article")} `, only),
      element("p", { class: "quiet" }, shown(story, 100)),
      element("h3", {}, "Incidents"),
      element("ol", { class: "incidents" }, ...alerts.map((alert) => this.incident(alert))),
      page.next ? element("p", {}, `the ${MOST_INCIDENTS} that were updated last; there are more`) : null,
      element("h3", {}, "Articles"),
      element("ul", { class: "articles" }, ...named.slice(0, MOST_ARTICLES).map(({ article, alerts: of }) => articleItem(article, of, alerts.length > 1))),
      element("p", { class: "quiet" }, "Those that the incidents name: at most 50 of each, and none that tells of no incident."),
    ];
  }

  incident(alert) {
    const { struck, headline, place, harmed, kind, type } = row(alert);
    const open = element("button", { type: "button", class: "link", dir: "auto" }, struck ? element("s", {}, headline) : headline);
    open.addEventListener("click", () => this.open(alert.id));
    const facts = [type, place, harmed, kind].filter(Boolean).join(" · ");
    return element("li", {}, element("p", { class: "line" }, severityMark(alert.severity), " ", open), element("p", { class: "quiet", dir: "auto" }, `${clock(Date.parse(alert.firstSeen))} · ${facts}`));
  }
}

/** Return each article once, in its newest version, oldest first, with the incidents that name it. */
function articlesOf(alerts) {
  const found = new Map();
  for (const alert of alerts) {
    for (const article of alert.articles) {
      const held = found.get(article.uri);
      if (!held) found.set(article.uri, { article, alerts: [alert] });
      else {
        held.alerts.push(alert);
        if (Date.parse(article.published) > Date.parse(held.article.published)) held.article = article;
      }
    }
  }
  return [...found.values()].sort((one, other) => Date.parse(one.article.published) - Date.parse(other.article.published));
}

function articleItem(article, alerts, several) {
  const relation = article.relation === "new" ? "" : ` (${shown(article.relation, 20)})`;
  const of = several ? element("p", { class: "quiet", dir: "auto" }, `tells of: ${alerts.map((alert) => shown(alert.headline, 100)).join("; ")}`) : null;
  return element("li", {}, element("strong", { dir: "auto" }, house(article)), " ", title(article), ` ${clock(Date.parse(article.published))}${relation}`, of);
}

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
