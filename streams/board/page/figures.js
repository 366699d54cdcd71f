// The figures of the pipeline in the bar: what waits, articles, dead letters. The server asks Kafka once for all pages.

import { getJson } from "./api.js";
import { element } from "./element.js";
import { ago, clock, shown } from "./text.js";

const LOOK_MS = 20000; // between two looks
const DEAD_LETTERS = "streams dlq list";

export class Figures {
  /** `box` is a <details> with a summary and the element `more` in it; `said` is read out, and so told changes of the state alone. */
  constructor(box, summary, more, said) {
    Object.assign(this, { box, summary, more, said });
    this.found = null;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.look();
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.box.open) this.box.open = false;
    });
  }

  /** Look now, and again and again while the page is seen. */
  async look() {
    clearTimeout(this.again);
    if (!document.hidden) {
      try {
        this.found = await getJson("state");
      } catch {
        // the word beside the figures says that the server is away, or that a key is needed
      }
      this.draw(Date.now());
    }
    clearTimeout(this.again);
    this.again = setTimeout(() => this.look(), LOOK_MS * (0.75 + Math.random() / 2)); // spread: five hundred pages may be open
  }

  /** Show the figures, with ages told from `now` in ms. */
  draw(now) {
    const found = this.found;
    if (found === null) return;
    const away = found.answers ? "" : `Kafka does not answer since ${clock(Date.parse(found.awaySince))}`;
    set(this.said, away || (found.behind ? "the pipeline falls behind" : ""));
    this.box.hidden = found.asked === null;
    if (this.box.hidden) return;
    set(this.summary, told(found, now).join(" · "));
    this.box.dataset.old = String(!found.answers);
    if (this.drawn === found) return;
    this.drawn = found;
    const rows = found.stages.map(({ stage, lag, oldestSeconds }) => [shown(stage, 40), String(lag), oldestSeconds === null ? "" : `${Math.round(oldestSeconds)} s`]);
    this.more.replaceChildren(
      element("table", {}, element("thead", {}, row("th", ["Stage", "Waiting", "Longest"])), element("tbody", {}, ...rows.map((cells) => row("td", cells)))),
      element("p", {}, letters(found), " ", element("code", {}, DEAD_LETTERS), " shows them."),
      element("p", { class: "quiet" }, `As of ${clock(Date.parse(found.asked))}`),
    );
  }
}

function told(found, now) {
  const parts = [`lag ${found.lag}${found.lagSeconds === null ? "" : ` (${Math.round(found.lagSeconds)} s)`}`];
  if (found.articlesLastHour !== null) parts.push(`${found.articlesLastHour} articles/h`);
  if (found.lastArticle !== null) parts.push(`last article ${ago(Date.parse(found.lastArticle), now)}`);
  const dead = found.deadLettersLastHour ?? found.deadLettersKept;
  if (dead) parts.push(`${dead} dead letter${dead === 1 ? "" : "s"}`);
  return parts;
}

function letters(found) {
  const kept = `${found.deadLettersKept} record${found.deadLettersKept === 1 ? "" : "s"} of dead letters kept`;
  return found.deadLettersLastHour === null ? `${kept}.` : `${kept}, ${found.deadLettersLastHour} of the last hour.`;
}

function row(tag, cells) {
  return element("tr", {}, ...cells.map((cell, at) => element(tag === "th" ? "th" : at ? "td" : "th", { scope: tag === "th" ? "col" : at ? null : "row" }, cell)));
}

function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
