// The severities, least first, each with a colour (of board.css), a shape and a sign, so that none of the three is needed to tell them.

import { element } from "./element.js";

export const SEVERITIES = ["unknown", "minor", "moderate", "severe", "extreme"];
const SIGNS = { unknown: "○", minor: "●", moderate: "◆", severe: "▲", extreme: "■" };

/** Return the rank of a severity, 0 to 4. */
export function rank(severity) {
  return Math.max(0, SEVERITIES.indexOf(severity));
}

/** Return the sign and the word of a severity. */
export function severityMark(severity) {
  const known = SIGNS[severity] ? severity : "unknown";
  return element("span", { class: `severity ${known}` }, element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[known]), ` ${known}`);
}

/** Return the colours of the severities and of the map's parts as the style sheet has them now. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = [...SEVERITIES, "land", "border", "sea", "ink", "paper", "accent", "quiet"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** Draw the shape of a severity around a point of a canvas, with this radius in pixels. */
export function drawShape(context, severity, x, y, radius) {
  context.beginPath();
  if (severity === "moderate") {
    context.moveTo(x, y - radius * 1.2);
    context.lineTo(x + radius * 1.2, y);
    context.lineTo(x, y + radius * 1.2);
    context.lineTo(x - radius * 1.2, y);
    context.closePath();
  } else if (severity === "severe") {
    context.moveTo(x, y - radius * 1.2);
    context.lineTo(x + radius * 1.15, y + radius * 0.9);
    context.lineTo(x - radius * 1.15, y + radius * 0.9);
    context.closePath();
  } else if (severity === "extreme") {
    context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  } else {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
}
