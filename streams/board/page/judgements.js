// The judgements of readers on an alert: counted by field and verdict, one's own marked, and the newest notes as text.

import { element } from "./element.js";
import { clock, shown } from "./text.js";

/** Return the part of the panel that tells it, for the server's answer or its refusal. */
export function judgements(found) {
  if (found instanceof Error) return element("p", { class: "quiet" }, `What readers judged is not known: ${shown(found.message)}`);
  if (!found.judgementCount) return element("p", { class: "quiet" }, "No reader has judged it.");
  const counts = found.counts.map(({ field, verdict, count }) => element("li", { class: verdict === "right" ? "right" : "wrong" }, `${count} × ${said(field, verdict)}`));
  const more = found.judgementCount - found.judgements.length;
  return element(
    "div",
    {},
    element("ul", { class: "counts" }, ...counts),
    element("ul", { class: "notes" }, ...found.judgements.map(note), more > 0 ? element("li", { class: "quiet" }, `and ${more} older`) : null),
  );
}

function said(field, verdict) {
  const words = verdict === "right" ? "✓ right" : "✗ wrong";
  return field === "all" ? words : `${words} ${shown(field, 20)}`;
}

function note({ field, verdict, value, comment, revision, at, own }) {
  return element(
    "li",
    { dir: "auto" },
    own ? element("strong", { class: "badge" }, "yours") : null,
    own ? " " : null,
    said(field, verdict),
    value ? `: it should say ${shown(value, 200)}` : null,
    comment ? element("q", {}, shown(comment, 1000)) : null,
    element("span", { class: "quiet" }, ` revision ${revision}, ${clock(Date.parse(at))}`),
  );
}
