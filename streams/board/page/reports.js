// The reports of an incident: by whose text they are, what each brought that was new, and the sentences that each rests on.

import { legend, quotation } from "./evidence.js";
import { element } from "./element.js";
import { change } from "./facts.js";
import { clock, shown, webLink } from "./text.js";

const RELATIONS = { exact: "the same text as", near: "nearly the same text as", contained: "a part of the text of", excerpt: "quotes", update: "an update of", correction: "a correction of", withdrawal: "a withdrawal of", older: "an older version of" };
const REPEATS = new Set(["exact", "near", "contained"]);

/** Return an article's headline as a link, where it has an address that may be one. */
export function title(article) {
  const link = webLink(article.link);
  const said = shown(article.headline) || shown(article.uri, 200);
  return link ? element("a", { href: link, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, said) : element("span", { dir: "auto" }, said);
}

/** Return a publisher's name. */
export function house(article) {
  return shown(article.publisher, 200) || "unnamed publisher";
}

/** Return the sources: whose texts they are, and which publishers printed each. */
export function sources(evidence) {
  const texts = new Map();
  for (const report of evidence.reports) {
    const origin = shown(report.origin ?? report.publisher, 200) || "unnamed";
    const found = texts.get(origin) ?? { houses: new Map(), repeats: 0 };
    found.houses.set(house(report), (found.houses.get(house(report)) ?? 0) + 1);
    if (REPEATS.has(report.relation)) found.repeats += 1;
    texts.set(origin, found);
  }
  const rows = [...texts].map(([origin, { houses, repeats }]) => {
    const printed = [...houses].map(([name, count]) => (count > 1 ? `${name} (${count})` : name)).join("; ");
    return element("tr", {}, element("th", { scope: "row", dir: "auto" }, origin), element("td", { dir: "auto" }, printed), element("td", {}, String(repeats)));
  });
  const head = element("tr", {}, ...["Text of", "Printed by (articles)", "Repeats"].map((name) => element("th", { scope: "col" }, name)));
  return element("table", { class: "sources" }, element("thead", {}, head), element("tbody", {}, ...rows));
}

/** Return the reports, the newest first, with what each changed by the history of the alert. */
export function reports(alert, evidence) {
  const changed = new Map();
  for (const revision of alert.history) {
    for (const each of revision.changes) changed.set(each.article, [...(changed.get(each.article) ?? []), each]);
  }
  const known = Object.fromEntries(evidence.reports.map((report) => [report.uri, report]));
  const items = evidence.reports.map((report, at) => item(report, at === 0, changed.get(report.uri) ?? [], known)).toReversed();
  const more = evidence.reportCount - evidence.reports.length;
  return element("div", { class: "reports" }, legend(), element("ul", { class: "articles" }, ...items), more > 0 ? element("p", {}, `and ${more} more between the first and these`) : null);
}

function item(report, first, changes, known) {
  const codes = report.codes.map(({ scheme, code }) => `${shown(scheme, 20)} ${shown(code, 60)}`).join(" · ");
  return element(
    "li",
    { class: report.withdrawn ? "recalled" : null },
    element("p", { class: "line" }, element("strong", { dir: "auto" }, house(report)), " ", report.withdrawn ? element("s", {}, title(report)) : title(report), ` ${clock(Date.parse(report.published))}`),
    element("p", { class: "new", dir: "auto" }, ...brought(report, first, changes, known)),
    ...report.sentences.map(quotation),
    codes ? element("p", { class: "codes" }, codes) : null,
  );
}

/** Return what a report brought. */
function brought(report, first, changes, known) {
  if (report.withdrawn) return ["Recalled by its publisher; its words are not shown."];
  const relation = RELATIONS[report.relation];
  const of = known[report.of] ? `${house(known[report.of])}, “${shown(known[report.of].headline, 120)}”` : shown(report.of, 200);
  const kind = relation && report.of ? `${relation[0].toUpperCase()}${relation.slice(1)} ${report.of === report.uri ? "its own version before" : of}. ` : "";
  if (REPEATS.has(report.relation)) return [`${kind}Nothing in it is new.`];
  if (changes.length) return [kind, "New in it: ", ...changes.flatMap((each, at) => [at ? "; " : "", ...change(each)])];
  return [kind, first ? "It was the first to tell." : "It confirms, and changed nothing."];
}
