// The timeline: how many incidents were updated when, stacked by severity; a span that is drawn over it becomes the filter.

import { colours, SEVERITIES } from "./severity.js";

const BARS = 72;
const LEAST_DRAG_PX = 6; // less is a click, which does nothing
const NOW_SHARE = 0.98; // a span that ends further right than this goes on to now
const STEPS = [60, 300, 900, 3600, 7200, 14400, 28800, 86400, 172800, 604800].map((seconds) => seconds * 1000);

export class Timeline {
  /** `choose(since, until)` gets a span in ms; `until` is null where it goes on to now. */
  constructor(canvas, choose) {
    this.canvas = canvas;
    this.choose = choose;
    this.rows = [];
    this.now = Date.now();
    this.drag = null;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.drag = { from: event.offsetX, to: event.offsetX };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (this.drag === null) return;
      this.drag.to = event.offsetX;
      this.draw(this.rows, this.now);
    });
    canvas.addEventListener("pointerup", () => this.chosen());
    canvas.addEventListener("pointercancel", () => {
      this.drag = null;
    });
    new ResizeObserver(() => this.draw(this.rows, this.now)).observe(canvas);
    this.recolour();
  }

  recolour() {
    this.colours = colours();
    this.draw(this.rows, this.now);
  }

  chosen() {
    const drag = this.drag;
    this.drag = null;
    if (drag === null || Math.abs(drag.to - drag.from) < LEAST_DRAG_PX) return;
    const width = this.canvas.clientWidth;
    const [left, right] = [drag.from, drag.to].sort((one, other) => one - other).map((x) => Math.min(Math.max(x / width, 0), 1));
    const moment = (share) => this.start + share * (this.end - this.start);
    this.choose(moment(left), right > NOW_SHARE ? null : moment(right));
  }

  /** Draw the rows, newest first, up to `now` in ms. */
  draw(rows, now) {
    this.rows = rows;
    this.now = now;
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    if (!width || !height) return;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      Object.assign(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    }
    this.end = rows.length ? rows[0].updated + 1 : now;
    this.start = Math.min(rows.length ? rows[rows.length - 1].updated : now, this.end - STEPS[3]);
    const bars = Array.from({ length: BARS }, () => SEVERITIES.map(() => 0));
    for (const row of rows) {
      if (!row.struck) bars[Math.min(BARS - 1, Math.floor(((row.updated - this.start) / (this.end - this.start)) * BARS))][row.rank] += 1;
    }
    const most = Math.max(1, ...bars.map((bar) => bar.reduce((sum, count) => sum + count, 0)));
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.drawTicks(context, width, height);
    const room = height - 18;
    bars.forEach((bar, at) => {
      let top = room;
      for (let rank = SEVERITIES.length - 1; rank >= 0; rank -= 1) {
        const tall = (bar[rank] / most) * (room - 4);
        if (!tall) continue;
        context.fillStyle = this.colours[SEVERITIES[rank]];
        context.fillRect((at * width) / BARS + 0.5, top - tall, width / BARS - 1, tall);
        top -= tall;
      }
    });
    if (this.drag !== null) {
      context.globalAlpha = 0.25;
      context.fillStyle = this.colours.accent;
      context.fillRect(Math.min(this.drag.from, this.drag.to), 0, Math.abs(this.drag.to - this.drag.from), height);
      context.globalAlpha = 1;
    }
    const said = `${rows.length} incidents from ${day(this.start)} to ${day(this.end)} UTC; at most ${most} in a bar`;
    if (this.said !== said) this.canvas.setAttribute("aria-label", (this.said = said));
  }

  drawTicks(context, width, height) {
    const step = STEPS.find((each) => (this.end - this.start) / each <= width / 90) ?? STEPS.at(-1);
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "bottom";
    context.textAlign = "left";
    const most = width / 40; // a span of years has no more ticks than there is room
    for (let count = 0, at = Math.ceil(this.start / step) * step; at < this.end && count < most; at += step, count += 1) {
      const x = ((at - this.start) / (this.end - this.start)) * width;
      context.fillStyle = this.colours.border;
      context.fillRect(x, 0, 1, height - 16);
      context.fillStyle = this.colours.quiet;
      if (x < width - 40) context.fillText(step < STEPS[7] ? day(at).slice(11) : day(at).slice(5, 10), x + 2, height - 1);
    }
  }
}

function day(moment) {
  return new Date(moment).toISOString().slice(0, 16).replace("T", " ");
}
