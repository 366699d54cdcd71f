// The outlines of countries: TopoJSON (arcs that neighbours share, quantised differences) to GeoJSON.

/** Return the features of a topology, each with its country's alpha-3 code as `id`. */
export function outlines(topology) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const line = (number) => (number < 0 ? arcs[~number].toReversed() : arcs[number]);
  const ring = (numbers) => unbroken(numbers.flatMap((number, at) => (at ? line(number).slice(1) : line(number))));
  const features = topology.objects.countries.geometries.map((each) => ({
    type: "Feature",
    id: each.id,
    properties: each.properties,
    geometry: { type: each.type, coordinates: each.type === "Polygon" ? each.arcs.map(ring) : each.arcs.map((part) => part.map(ring)) },
  }));
  return { type: "FeatureCollection", features };
}

/** Return a ring whose longitudes go on beyond 180 degrees instead of leaping; one that goes round the earth is closed at the south pole. */
function unbroken(ring) {
  let turns = 0;
  let before = ring[0][0];
  const found = ring.map(([x, y]) => {
    if (x - before > 180) turns -= 360;
    else if (before - x > 180) turns += 360;
    before = x;
    return [x + turns, y];
  });
  const [[first], [last]] = [found[0], found.at(-1)];
  return Math.abs(last - first) < 180 ? found : [...found, [last, -90], [first, -90]];
}
