// The circle of the filter `near` on the map: shown where one is set, and drawn from its centre outwards after a press on its button.

import { MOST_KM } from "./filters.js";

const LEAST_DRAG_PX = 6; // less is a click, which leaves the circle as it was
const L = window.L;

export class Circle {
  /** `choose(lat, lon, km)` gets a circle that was drawn, `clear()` is called when the reader takes it away. */
  constructor(map, { choose, clear }) {
    Object.assign(this, { map, choose, clear });
    this.box = map.getContainer();
    this.shape = null; // what stands on the map
    this.from = null; // the place where a drag began
    this.button = this.control();
    this.box.addEventListener("pointerdown", (event) => this.begin(event), true);
    this.box.addEventListener("pointermove", (event) => this.from && this.put(this.from.place, this.reach(event)));
    this.box.addEventListener("pointerup", (event) => this.end(event));
    this.box.addEventListener("pointercancel", () => this.arm(false));
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.armed && (event.stopPropagation(), this.arm(false)));
  }

  /** Show the circle of the filter, [lat, lon, km], or none where it is null. */
  show(circle, colour) {
    this.set = circle;
    this.colour = colour;
    this.box.dataset.circle = circle ? circle.join(",") : "";
    this.shape?.remove();
    this.shape = null;
    if (circle) this.put(L.latLng(circle[0], circle[1]), circle[2] * 1000);
    this.label();
  }

  get armed() {
    return this.box.classList.contains("drawing");
  }

  control() {
    const bar = L.DomUtil.create("div", "leaflet-bar leaflet-control");
    const button = L.DomUtil.create("button", "draw-circle", bar);
    button.type = "button";
    button.textContent = "◯";
    L.DomEvent.disableClickPropagation(bar);
    button.addEventListener("click", () => (this.set ? this.clear() : this.arm(!this.armed)));
    const control = L.control({ position: "topleft" });
    control.onAdd = () => bar;
    control.addTo(this.map);
    return button;
  }

  label() {
    const words = this.set ? "Take the circle away" : this.armed ? "Draw from the centre outwards; Escape leaves it" : "Draw a circle to filter by";
    this.button.title = words;
    this.button.setAttribute("aria-label", words);
    this.button.setAttribute("aria-pressed", String(this.armed));
  }

  arm(on) {
    this.from = null;
    this.box.classList.toggle("drawing", on);
    if (on) this.map.dragging.disable();
    else {
      this.map.dragging.enable();
      this.show(this.set ?? null, this.colour);
    }
    this.label();
  }

  begin(event) {
    if (!this.armed || event.target.closest(".leaflet-control")) return;
    event.stopPropagation();
    this.box.setPointerCapture(event.pointerId);
    this.from = { place: this.map.mouseEventToLatLng(event).wrap(), x: event.clientX, y: event.clientY };
  }

  end(event) {
    if (this.from === null) return;
    const { place, x, y } = this.from;
    const km = Math.min(Math.max(1, Math.round(this.reach(event) / 1000)), MOST_KM);
    const drawn = Math.hypot(event.clientX - x, event.clientY - y) >= LEAST_DRAG_PX;
    this.arm(false);
    if (drawn) this.choose(Number(place.lat.toFixed(2)), Number(place.lng.toFixed(2)), km);
  }

  /** Return the metres from where the drag began to where the pointer is. */
  reach(event) {
    return this.map.distance(this.from.place, this.map.mouseEventToLatLng(event));
  }

  put(place, metres) {
    this.shape ??= L.circle(place, { radius: metres, interactive: false, color: this.colour, weight: 2, dashArray: "6 4", fillColor: this.colour, fillOpacity: 0.08 }).addTo(this.map);
    this.shape.setLatLng(place).setRadius(metres);
  }
}
