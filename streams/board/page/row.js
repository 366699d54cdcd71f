// What list, map and timeline need of an alert; the rest is asked for when the incident is opened.

import { rank } from "./severity.js";
import { shown } from "./text.js";

const WIDE_KM = 60; // coordinates with a wider spread are those of no town: streams/messages/facts.py
const ENDED = new Set(["withdrawn", "superseded"]);

/** Return the part of an alert that is held for each incident. */
export function row(alert) {
  const place = alert.place ?? null;
  return {
    id: alert.id,
    revision: alert.revision,
    kind: alert.kind,
    struck: ENDED.has(alert.kind),
    reason: reason(alert),
    story: alert.story,
    type: alert.mode ? `${alert.type}/${alert.mode}` : alert.type,
    realis: alert.realis,
    severity: alert.severity,
    rank: rank(alert.severity),
    certainty: alert.certainty,
    told: alert.told ?? "news",
    headline: shown(alert.headline, 300),
    place: placeName(place),
    country: place?.country ?? null,
    where: where(place),
    harmed: alert.casualties.map(harm).join(", "),
    articles: alert.articleCount,
    publishers: alert.publisherCount,
    updated: Date.parse(alert.updated),
  };
}

/** Return why an incident no longer stands, or an empty text. */
export function reason(alert) {
  if (alert.kind === "superseded") return `merged into ${shown(alert.supersededBy ?? "another incident", 100)}`;
  if (alert.kind === "expired") return "no news of it for long";
  if (alert.kind !== "withdrawn") return "";
  const change = alert.changes.find((each) => each.field === "withdrawn");
  return "its reports were recalled" + (change ? `, the last by ${shown(change.article, 200)}` : "");
}

/** Return a place in words, with how exactly it is known. */
export function placeName(place) {
  if (place === null) return "";
  const parts = [place.name, place.admin1, place.countryName ?? (place.precision === "country" ? null : place.country)];
  const name = [...new Set(parts.filter(Boolean).map((part) => shown(part, 100)))].join(", ");
  const whole = { province: "somewhere in the province", country: "somewhere in the country", region: "a region", unknown: "not found on the map" };
  return whole[place.precision] ? `${name} (${whole[place.precision]})` : name;
}

/** Return the number of people harmed in words. */
export function harm(casualty) {
  const number = casualty.max === casualty.min ? `${casualty.min}` : casualty.max ? `${casualty.min} to ${casualty.max}` : `${casualty.min}+`;
  return [number, shown(casualty.of, 60), shown(casualty.kind, 20)].filter(Boolean).join(" ");
}

/** Return what the map shows: a point, a circle of so many km, a whole country, or null where nothing is known. */
function where(place) {
  if (place === null) return null;
  const located = typeof place.lat === "number" && typeof place.lon === "number";
  const wide = (place.precision === "facility" && (place.radiusKm ?? 0) > WIDE_KM) || place.precision === "country";
  if (wide) return place.country ? { form: "country", country: place.country, lat: located ? place.lat : null, lon: located ? place.lon : null } : null;
  if (!located || place.precision === "region" || place.precision === "unknown") return null;
  if (place.precision === "province") return { form: "circle", lat: place.lat, lon: place.lon, km: place.radiusKm ?? 50 };
  return { form: "point", lat: place.lat, lon: place.lon };
}
