// The map: outlines of countries, and the incidents on one canvas above them. What is only known to be in a country is a halo on the
// country, what is known to be in a province a circle, and only a town or a facility is a point.

import { Circle } from "./circle.js";
import { outlines } from "./outlines.js";
import { colours, drawShape, SEVERITIES } from "./severity.js";

const CELL = 26; // pixels: points of one cell are drawn as one, with their number
const SMALL_COUNTRY_PX = 13; // radius of the halo of a country that the outlines leave out
const L = window.L;

export class WorldMap {
  /** `open(id)` is called when an incident is clicked, `choose(lat, lon, km)` when a circle was drawn, `clear()` when it is taken away. */
  constructor(box, { open, choose, clear }) {
    this.rows = [];
    this.selected = null;
    this.halos = Object.create(null);
    Object.assign(this, { box, open });
    this.map = L.map(box, { minZoom: 0, maxZoom: 10, zoomSnap: 0.25, attributionControl: false, maxBounds: [[-85, -200], [85, 200]], preferCanvas: true });
    this.map.fitBounds([[-50, -125], [68, 155]]);
    this.canvas = L.DomUtil.create("canvas", "incidents", this.map.getPanes().overlayPane);
    this.map.on("moveend zoomend resize viewreset", () => this.draw(this.rows, this.selected));
    this.map.on("zoomstart", () => this.canvas.classList.add("away"));
    this.map.on("click", (event) => this.click(event.containerPoint));
    new ResizeObserver(() => this.map.invalidateSize()).observe(box);
    this.circle = new Circle(this.map, { choose, clear });
    this.recolour();
  }

  /** Show the circle of the filter, [lat, lon, km], and bring a new one into view; null for none. */
  showCircle(circle) {
    const fresh = circle !== null && String(circle) !== this.box.dataset.circle;
    this.circle.show(circle, this.colours.accent);
    if (fresh) this.map.fitBounds(L.latLng(circle[0], circle[1]).toBounds(2000 * circle[2]).pad(0.2));
  }

  /** Add the outlines, a TopoJSON document. */
  addOutlines(topology) {
    this.lands = L.geoJSON(outlines(topology), { interactive: false, style: (feature) => this.landStyle(feature) });
    this.lands.addTo(this.map);
    this.canvas.parentNode.append(this.canvas);
    this.draw(this.rows, this.selected);
  }

  /** Take the colours from the style sheet anew: the scheme has changed. */
  recolour() {
    this.colours = colours();
    this.lands?.setStyle((feature) => this.landStyle(feature));
    this.circle.show(this.circle.set ?? null, this.colours.accent);
    this.draw(this.rows, this.selected);
  }

  landStyle(feature) {
    const halo = this.halos[feature.id];
    const { land, border } = this.colours;
    if (!halo) return { weight: 0.6, color: border, dashArray: null, fillColor: land, fillOpacity: 1 };
    return { weight: 2, color: this.colours[halo.severity], dashArray: "5 4", fillColor: this.colours[halo.severity], fillOpacity: 0.28 };
  }

  /** Show incidents; those that no longer stand are left out, but for the selected one. */
  draw(rows, selected) {
    this.rows = rows;
    this.selected = selected;
    const shown = rows.filter((row) => row.where !== null && (!row.struck || row.id === selected));
    this.drawHalos(shown.filter((row) => row.where.form === "country"));
    const size = this.map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(size.x * ratio);
    const height = Math.round(size.y * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      Object.assign(this.canvas, { width, height });
      Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
    this.canvas.classList.remove("away");
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    this.marks = [];
    const cells = Object.create(null);
    for (const row of shown) {
      const { form, lat, lon } = row.where;
      if (lat === null || (form === "country" && this.outlined?.has(row.where.country))) continue;
      const at = this.map.latLngToContainerPoint([lat, lon]);
      if (at.x < -200 || at.y < -200 || at.x > size.x + 200 || at.y > size.y + 200) continue;
      const cell = `${form} ${Math.floor(at.x / CELL)} ${Math.floor(at.y / CELL)}`;
      const mark = (cells[cell] ??= { form, x: at.x, y: at.y, row, rows: [] });
      mark.rows.push(row);
      if (row.rank > mark.row.rank || row.id === selected) Object.assign(mark, { row, x: at.x, y: at.y });
    }
    this.marks = Object.values(cells).sort((one, other) => one.row.rank - other.row.rank);
    for (const mark of this.marks) this.drawMark(context, mark);
    for (const mark of this.marks) this.drawNumber(context, mark);
    if (this.canvas.dataset.marks !== String(this.marks.length)) this.canvas.dataset.marks = this.marks.length;
  }

  drawHalos(rows) {
    const halos = Object.create(null);
    for (const row of rows) {
      const halo = (halos[row.where.country] ??= { severity: row.severity, rank: row.rank, rows: [] });
      halo.rows.push(row);
      if (row.rank > halo.rank) Object.assign(halo, { severity: row.severity, rank: row.rank });
    }
    const said = Object.entries(halos).map(([country, halo]) => `${country}:${halo.severity}`).sort().join(" ");
    this.halos = halos;
    if (!this.lands || said === this.haloed) return;
    this.haloed = said;
    this.canvas.dataset.halos = said;
    this.outlined = new Set();
    this.lands.eachLayer((layer) => {
      this.outlined.add(layer.feature.id);
      const before = layer.halo ?? null;
      layer.halo = halos[layer.feature.id]?.severity ?? null;
      if (before !== layer.halo) layer.setStyle(this.landStyle(layer.feature));
    });
  }

  drawMark(context, mark) {
    const { row, x, y, form, rows } = mark;
    const chosen = row.id === this.selected;
    const colour = this.colours[SEVERITIES[row.rank]];
    context.setLineDash([]);
    if (form !== "point") {
      const km = row.where.km;
      const edge = km ? this.map.latLngToContainerPoint([Math.min(row.where.lat + km / 111.2, 85), row.where.lon]) : null;
      mark.radius = Math.max(10, edge ? y - edge.y : SMALL_COUNTRY_PX);
      context.beginPath();
      context.arc(x, y, mark.radius, 0, 2 * Math.PI);
      context.globalAlpha = 0.28;
      context.fillStyle = colour;
      context.fill();
      context.globalAlpha = 1;
      context.setLineDash([5, 4]);
      context.lineWidth = chosen ? 3 : 1.5;
      context.strokeStyle = colour;
      context.stroke();
      return;
    }
    mark.radius = rows.length > 1 ? 9 : 5 + row.rank * 0.5;
    drawShape(context, row.severity, x, y, mark.radius);
    context.fillStyle = row.severity === "unknown" ? this.colours.paper : colour;
    context.fill();
    context.lineWidth = chosen ? 3 : 1.5;
    context.strokeStyle = chosen ? this.colours.accent : row.severity === "unknown" ? colour : this.colours.paper;
    context.stroke();
    if (chosen) {
      context.beginPath();
      context.arc(x, y, mark.radius + 6, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  /** Write how many incidents a mark stands for, above all marks. */
  drawNumber(context, { x, y, rows }) {
    if (rows.length === 1) return;
    context.setLineDash([]);
    context.font = "600 11px system-ui, sans-serif";
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = this.colours.paper;
    context.fillStyle = this.colours.ink;
    context.strokeText(rows.length, x + 12, y);
    context.fillText(rows.length, x + 12, y);
  }

  click(point) {
    const near = (mark) => Math.hypot(mark.x - point.x, mark.y - point.y);
    const hit = this.marks.filter((mark) => near(mark) <= Math.max(14, mark.form === "point" ? 0 : mark.radius)).sort((one, other) => near(one) - near(other))[0];
    if (hit) {
      const places = new Set(hit.rows.map((row) => `${row.where.lat} ${row.where.lon}`));
      if (places.size > 1 && this.map.getZoom() < this.map.getMaxZoom()) {
        this.map.fitBounds(L.latLngBounds(hit.rows.map((row) => [row.where.lat, row.where.lon])).pad(0.3));
      } else this.open(next(hit.rows, this.selected));
      return;
    }
    const country = this.countryAt(this.map.containerPointToLatLng(point));
    if (country && this.halos[country]) this.open(next(this.halos[country].rows, this.selected));
  }

  countryAt({ lat, lng }) {
    let found = null;
    this.lands?.eachLayer((layer) => {
      if (found === null && [lng, lng - 360, lng + 360].some((x) => holds(layer.feature.geometry, x, lat))) found = layer.feature.id;
    });
    return found;
  }

  /** Bring an incident into view, where it has a place on the map. */
  reveal(row) {
    const { where } = row;
    if (where === null || where.lat === null) return;
    if (!this.map.getBounds().pad(-0.1).contains([where.lat, where.lon])) this.map.panTo([where.lat, where.lon], { animate: false });
  }
}

/** Return the id behind the selected one among rows, the first if none of them is: so that clicks go through what lies on one point. */
function next(rows, selected) {
  return rows[(rows.findIndex((row) => row.id === selected) + 1) % rows.length].id;
}

function holds(geometry, x, y) {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.some((rings) => rings.filter((ring) => inRing(ring, x, y)).length % 2 === 1);
}

function inRing(ring, x, y) {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
    const [x1, y1] = ring[at];
    const [x2, y2] = ring[before];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
