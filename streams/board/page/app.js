// The board put together. Whatever comes only marks the page as changed; it is drawn once a frame.

import { getJson, keepKey } from "./api.js";
import { byId, element } from "./element.js";
import { Figures } from "./figures.js";
import { Filters } from "./filters.js";
import { Incident } from "./incident.js";
import { Judge } from "./judge.js";
import { KEYS, listen } from "./keys.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { WorldMap } from "./map.js";
import { severityMark, SEVERITIES } from "./severity.js";
import { State } from "./state.js";
import { Story } from "./story.js";
import { Store } from "./store.js";
import { subscription } from "./subscription.js";
import { shown } from "./text.js";
import { Timeline } from "./timeline.js";

const TICK_MS = 5000; // ages are told anew
const DRAWN = "newswire-drawn"; // the mark of the moment at which the first incidents were drawn
const STORY = "story="; // what stands before the name of a story in an address; no incident's id holds "="
const REFRESH_MS = 1000; // an open panel is filled again at most so often

const store = new Store();
const state = new State(byId("state"), byId("state-word"), byId("state-more"), byId("news"));
const figures = new Figures(byId("figures"), byId("figures-line"), byId("figures-more"), byId("figures-said"));
let waiting = false;
let selected = null;
let refreshing = null;

const list = new List(byId("list"), (id) => open(id));
const map = new WorldMap(byId("map"), {
  open: (id) => open(id),
  choose: (lat, lon, km) => filters.set({ near: [`${lat},${lon},${km}`] }),
  clear: () => filters.set({ near: [] }),
});
const timeline = new Timeline(byId("timeline"), (since, until) => filters.set({ since: [minute(since)], until: until === null ? [] : [minute(until + 60000)] }));
const judge = new Judge([]);
const incident = new Incident(byId("incident"), judge, { closed, open: (id) => open(id, true), openStory: (id) => openStory(id, true) });
const story = new Story(byId("story"), { closed, open: (id) => open(id, true), filter: (id) => filters.set({ story: [id], told: ["any"] }) });
const live = new Live(store, {
  say: (word, more) => {
    state.say(word, more);
    draw();
  },
  ask,
  fail: (why) => problem(why),
  changed: (row) => {
    if (row !== null) {
      state.note(row);
      if (row.id === incident.id || row.story === story.id) refresh();
    }
    draw();
  },
});
let filters = null;

function minute(moment) {
  return new Date(moment).toISOString().slice(0, 16) + "Z";
}

/** Draw all at the next frame, however often this is called before it. */
function draw() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    const now = Date.now();
    const rows = store.inOrder();
    list.settled = live.settled;
    list.draw(rows, selected, now);
    map.draw(rows, selected);
    timeline.draw(rows, now);
    state.draw(rows.length, rows[0], now);
    figures.draw(now);
    if (rows.length && !performance.getEntriesByName(DRAWN).length) performance.mark(DRAWN);
  });
}

function refresh() {
  if (refreshing !== null) return;
  refreshing = setTimeout(() => {
    refreshing = null;
    if (incident.busy) refresh();
    else for (const panel of [incident, story]) if (panel.id !== null) panel.show(panel.id, false);
  }, REFRESH_MS);
}

function select(id) {
  selected = id;
  list.reveal(id);
  const row = store.rows.get(id);
  if (row) map.reveal(row);
  draw();
}

function open(id, focus = false) {
  opening(encodeURIComponent(id), story);
  select(id);
  incident.show(id, focus);
}

function openStory(id, focus = false) {
  opening(STORY + encodeURIComponent(id), incident);
  story.show(id, focus);
}

/** Note in the address what is open now; the other panel gives way to it. */
function opening(name, other) {
  document.body.classList.add("opened");
  history.replaceState(null, "", `${location.pathname}${location.search}#${name}`);
  other.clear();
}

function closed() {
  document.body.classList.remove("opened");
  history.replaceState(null, "", location.pathname + location.search);
  byId("list").focus({ preventScroll: true });
  draw();
}

function step(by) {
  const rows = store.inOrder();
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.id === selected);
  const row = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
  if (incident.id !== null) open(row.id);
  else select(row.id);
}

function problem(why) {
  byId("problem").textContent = shown(why);
  byId("problem").hidden = !why;
}

function start() {
  problem("");
  store.clear();
  map.showCircle(filters.circle);
  live.start(filters.pairs, (row) => filters.accepts(row), filters.values("until").length === 0);
  draw();
}

function ask(why) {
  byId("ask-key-why").textContent = shown(why);
  const dialog = byId("ask-key");
  if (!dialog.open) dialog.showModal();
}

function help() {
  const signs = SEVERITIES.toReversed().map((severity) => element("li", {}, severityMark(severity)));
  const keys = KEYS.flatMap(([key, does]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, does)]);
  const notes = [
    "A point is a town or a facility. A dashed circle is a province. A dashed and tinted country holds incidents of which no more than the country is known.",
    "A number beside a point tells how many incidents lie there. Draw over the timeline to choose a span.",
    "Borders are those of Natural Earth, which shows who holds the land in fact.",
  ];
  byId("help-text").replaceChildren(element("dl", {}, ...keys), element("ul", { class: "signs" }, ...signs), ...notes.map((note) => element("p", {}, note)), element("p", {}, element("a", { href: "help" }, "The addresses of this server")));
  byId("help").showModal();
}

byId("ask-key").addEventListener("close", () => {
  const secret = byId("key").value.trim();
  byId("key").value = "";
  if (secret) {
    keepKey(secret);
    start();
    figures.look();
  }
});
byId("show-help").addEventListener("click", help);
byId("show-subscription").addEventListener("click", () => {
  byId("subscription-text").textContent = subscription(filters.pairs);
  byId("copied").textContent = "";
  byId("subscription").showModal();
});
byId("copy-subscription").addEventListener("click", async () => {
  const said = byId("copied");
  try {
    await navigator.clipboard.writeText(byId("subscription-text").textContent);
    said.textContent = "Copied";
  } catch { // a page that is not served over https or from this machine has no clipboard
    getSelection().selectAllChildren(byId("subscription-text"));
    said.textContent = "The text is selected: copy it with the keys of your system";
  }
});
listen({
  j: () => step(1),
  k: () => step(-1),
  l: () => byId("list").focus(),
  m: () => byId("map").focus(),
  "/": () => byId("filter-words").focus(),
  "?": help,
  Enter: () => selected !== null && open(selected, true),
  Escape: () => (document.activeElement?.closest("form") ? document.activeElement.blur() : [incident, story].forEach((panel) => panel.hide())),
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  map.recolour();
  timeline.recolour();
});
setInterval(draw, TICK_MS);

/** Return the id that the end of an address names, or an empty text. */
function named(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return "";
  }
}

/** Ask the server for its own words for the filters, and for the outlines, until it answers; then begin. */
async function begin() {
  try {
    const [description, topology] = await Promise.all([getJson("openapi.json"), getJson("page/outlines.json")]);
    filters = new Filters(byId("filters"), description.paths["/alerts"].get.parameters, start);
    judge.types = filters.words("type");
    map.addOutlines(topology);
  } catch (error) {
    state.say("reconnecting", error.message);
    draw();
    setTimeout(begin, 3000);
    return;
  }
  start();
  figures.look();
  openNamed();
  window.addEventListener("hashchange", openNamed);
}

/** Open what the end of the address names: an incident, or a story. */
function openNamed() {
  const wanted = location.hash.slice(1);
  if (wanted.startsWith(STORY)) openStory(named(wanted.slice(STORY.length)));
  else if (named(wanted)) open(named(wanted));
}

begin();
