// A query as a subscription: the same filters in the YAML that `streams rules apply` takes.

const LISTS = { type: "types", mode: "modes", country: "countries", actor: "actors", publisher: "publishers", story: "story" };
const ONE = ["min_severity", "min_certainty", "told"];
const BARE = /^[A-Za-z][A-Za-z-]*$/;
const RESERVED = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** Return a text as a scalar of YAML: bare where it is one word, else in the quotes of JSON, which YAML reads too. */
function scalar(text) {
  return BARE.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);
}

function list(values) {
  return `[${values.map(scalar).join(", ")}]`;
}

/** Return the file for the pairs of a query. */
export function subscription(pairs) {
  const values = (name) => [...new Set(pairs.filter(([each]) => each === name).flatMap(([, value]) => value.split(",")).map((value) => value.trim()).filter(Boolean))];
  const first = (name) => pairs.find(([each]) => each === name)?.[1];
  const match = [];
  for (const [name, field] of Object.entries(LISTS)) if (values(name).length) match.push(`${field}: ${list(values(name))}`);
  for (const name of ONE) if (first(name)) match.push(`${name}: ${scalar(first(name))}`);
  if (first("near")) {
    const [lat, lon, km] = values("near").map(Number);
    match.push(`near: {lat: ${lat}, lon: ${lon}, km: ${km}}`);
  }
  if (values("words").length || values("words_none").length) {
    match.push("words:");
    if (values("words").length) match.push(`  any: ${list(values("words"))}`);
    if (values("words_none").length) match.push(`  none: ${list(values("words_none"))}`);
  }
  if (!match.length && !first("where")) match.push("min_severity: unknown");
  const left = ["since", "until", "kind", "subscription"].filter(first);
  return [
    ...(left.length ? [`# Not part of a subscription: ${left.join(", ")}`] : []),
    "subscriptions:",
    "  - name: board",
    ...(match.length ? ["    match:", ...match.map((line) => `      ${line}`)] : []),
    ...(first("where") ? [`    where: ${JSON.stringify(first("where"))}`] : []),
    "    deliver:",
    "      - webhook: ${DESK_WEBHOOK}",
    "",
  ].join("\n");
}
