// Evidence sentences with marks: who, what, whom, where, when, how many. Each mark has a colour, a line of its own kind and its role in words.

import { element } from "./element.js";
import { shown } from "./text.js";

export const ROLES = ["who", "what", "whom", "where", "when", "howMany"];
const WORDS = { howMany: "how many" };
const MEANINGS = { who: "the one who acts", what: "what happened", whom: "whom or what it hit", where: "where", when: "when", howMany: "how many were harmed" };

/** Return what the marks mean. */
export function legend() {
  const items = ROLES.map((role) => element("li", {}, mark(role, [MEANINGS[role]])));
  return element("ul", { class: "legend", "aria-label": "What the marks mean" }, ...items);
}

/** Return a sentence of the evidence as a quotation; offsets count code points, as the server does. */
export function quotation(sentence) {
  const points = Array.from(sentence.text);
  const marks = sentence.marks.map(({ start, end, role }) => ({ start: start - sentence.start, end: end - sentence.start, role }));
  const from = sentence.field === "headline" ? element("span", { class: "from" }, "headline ") : null;
  return element("blockquote", { dir: "auto" }, from, ...stretch(points, 0, points.length, marks));
}

/** Return the texts and marks between two points; a mark within another stands in it, one that crosses its end is cut there. */
function stretch(points, start, end, marks) {
  const nodes = [];
  let at = start;
  while (marks.length && marks[0].start < end) {
    const next = marks.shift();
    const first = Math.max(next.start, at);
    const last = Math.min(next.end, end);
    if (last <= first) continue;
    nodes.push(text(points.slice(at, first)), mark(next.role, stretch(points, first, last, marks)));
    at = last;
  }
  nodes.push(text(points.slice(at, end)));
  return nodes;
}

function mark(role, inner) {
  const known = ROLES.includes(role) ? role : "what";
  return element("mark", { class: `role-${known}` }, ...inner, element("span", { class: "role" }, WORDS[known] ?? known));
}

/** Return a part of a line safe to show; unlike a whole line it keeps a blank at its ends. */
function text(points) {
  const part = points.join("");
  if (!part) return "";
  const seen = shown(part);
  if (!seen) return " ";
  return (/^[ \t\r\n\u00a0]/.test(part) ? " " : "") + seen + (/[ \t\r\n\u00a0]$/.test(part) ? " " : "");
}
