// The shapes of the world (Natural Earth, 1:50m, from world-atlas) as the module `virtual:world-map`: GeoJSON features with ISO 3166-1 alpha-3 codes, thinned for
// maps of a column's width. Made when the site is built, so that no page fetches anything.
import { iso31661 } from 'iso-3166/1.js'
import { feature } from 'topojson-client'
import atlas from 'world-atlas/countries-50m.json' with { type: 'json' }

const name = 'virtual:world-map'
/** Points nearer than this to the last one, in degrees, are left out: less than a pixel of a map of 600. */
const nearest = 0.5
const alpha3 = new Map(iso31661.map((country) => [country.numeric, country.alpha3]))
/** Shapes that world-atlas gives no code, or one that belongs to another shape. The others have none. */
const byName = new Map([
  ['Kosovo', 'XKX'],
  ['Ashmore and Cartier Is.', null],
])

export function worldMap() {
  return {
    name: 'world-map',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(shapes())}` : undefined),
  }
}

/** The features, without Antarctica. */
function shapes() {
  const full = feature(atlas, atlas.objects.countries).features
  const thin = feature(thinned(atlas), atlas.objects.countries).features
  return full
    .map(({ id, properties, geometry }, index) => ({
      type: 'Feature',
      id: byName.has(properties.name) ? byName.get(properties.name) : (alpha3.get(id) ?? null),
      name: properties.name,
      geometry: { type: 'MultiPolygon', coordinates: sound(polygons(geometry), polygons(thin[index].geometry)) },
    }))
    .filter(({ id }) => id !== 'ATA')
}

/** Areas below this, in square degrees, are left out where a country has larger parts. */
const smallest = 0.05

/**
 * Of each polygon the thinned one, unless thinning has turned it inside out or made it a line: on a sphere a ring that runs the other way is everything but the
 * country.
 */
function sound(full, thin) {
  const largest = Math.max(...full.map(([ring]) => Math.abs(area(ring))))
  return full.flatMap((polygon, index) => {
    const size = area(polygon[0])
    if (Math.abs(size) < Math.min(smallest, largest)) return []
    const [outer, ...holes] = thin[index]
    const kept = area(outer) / size
    if (!(kept > 0.5 && kept < 2) || crosses(outer))
      return [polygon.map((ring) => ring.map(([x, y]) => [hundredths(x), hundredths(y)]))]
    return [[outer, ...holes.filter((ring) => Math.abs(area(ring)) >= smallest)]]
  })
}

/** A ring that comes back to a point it has left: rings of a sphere may not. */
function crosses(ring) {
  return new Set(ring.slice(1).map(String)).size < ring.length - 1
}

function polygons({ type, coordinates }) {
  return type === 'Polygon' ? [coordinates] : coordinates
}

/** Signed area in square degrees. */
function area(ring) {
  let sum = 0
  for (let k = 1; k < ring.length; k += 1) sum += ring[k - 1][0] * ring[k][1] - ring[k][0] * ring[k - 1][1]
  return sum / 2
}

function hundredths(degrees) {
  return Math.round(degrees * 100) / 100
}

/** The same borders with fewer points. An arc keeps its ends, and a closed one at least four points, so that neighbours still meet. */
function thinned({ arcs, transform, ...rest }) {
  const [[kx, ky], [dx, dy]] = [transform.scale, transform.translate]
  const thin = (arc) => {
    let [x, y] = [0, 0]
    const points = arc.map(([east, north]) => {
      x += east
      y += north
      return [round(x * kx + dx), round(y * ky + dy)]
    })
    const kept = []
    for (const [index, point] of points.entries()) {
      const last = kept.at(-1)
      const far = last === undefined || Math.hypot(point[0] - last[0], point[1] - last[1]) >= nearest
      if (far || index === points.length - 1) kept.push(point)
    }
    return kept.length < 4
      ? points.filter((_, index) => index % Math.ceil(points.length / 6) === 0 || index === points.length - 1)
      : kept
  }
  return { ...rest, arcs: arcs.map(thin) }
}

function round(degrees) {
  return Math.round(degrees * 20) / 20
}
