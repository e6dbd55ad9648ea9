/** Beyond so many characters a path is a coast line, of which half a pixel is enough. */
const long = 150
/** How far a simplified coast may lie off, in pixels. */
const tolerance = 0.4

type Point = readonly [number, number]

/** A chart of the build with coordinates as fine as a screen shows them: what a reader loads first should be small. The page draws it again with all digits. */
export function lighterSvg(svg: string): string {
  return svg.replaceAll(/ d="([^"]*)"/g, (_, path: string) => ` d="${lighterPath(path)}"`)
}

function lighterPath(path: string): string {
  // Only straight lines are simplified; curves keep their points.
  if (path.length > long && /^[MLZ\d.,\s-]*$/.test(path)) return coast(path)
  return path.replaceAll(/-?\d+\.\d+/g, (number) => String(Math.round(10 * Number(number)) / 10))
}

/** The rings of a coast line with fewer points, in steps from one to the next. */
function coast(path: string): string {
  const rings = path
    .split('M')
    .slice(1)
    .map((ring) => ({
      closed: ring.endsWith('Z'),
      points: [...ring.matchAll(/(-?[\d.]+)[,\s](-?[\d.]+)/g)].map(([, x, y]): Point => [Number(x), Number(y)]),
    }))
  const drawn = rings.map(({ points, closed }) => ({ closed, points: halves(simplified(points)) }))
  // An island smaller than half a pixel is left out where its country has a larger part.
  const visible = drawn.filter(({ points }) => points.length > 2)
  return (visible.length === 0 ? drawn.slice(0, 1) : visible)
    .map(({ points, closed }) => `${steps(points)}${closed ? 'z' : ''}`)
    .join('')
}

/** Douglas and Peucker: points nearer to the line between their kept neighbours than the tolerance are left out. A ring is cut where it is farthest from its start. */
function simplified(points: readonly Point[]): readonly Point[] {
  if (points.length < 3) return points
  const [first] = points as [Point]
  const last = points.at(-1)!
  let far = 0
  let index = 0
  for (const [place, point] of points.entries()) {
    const distance = offLine(point, first, last)
    if (distance > far) [far, index] = [distance, place]
  }
  if (far <= tolerance) return [first, last]
  return [...simplified(points.slice(0, index + 1)).slice(0, -1), ...simplified(points.slice(index))]
}

function offLine([x, y]: Point, [x0, y0]: Point, [x1, y1]: Point): number {
  const length = Math.hypot(x1 - x0, y1 - y0)
  if (length === 0) return Math.hypot(x - x0, y - y0)
  return Math.abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
}

/** Points in half pixels, each once. */
function halves(points: readonly Point[]): readonly Point[] {
  const rounded = points.map(([x, y]): Point => [Math.round(2 * x), Math.round(2 * y)])
  return rounded.filter(([x, y], index) => index === 0 || x !== rounded[index - 1]![0] || y !== rounded[index - 1]![1])
}

function steps(points: readonly Point[]): string {
  const [[x0, y0] = [0, 0], ...rest] = points
  let [x, y] = [x0, y0]
  const moves = rest.map((point) => {
    const step = pair(point[0] - x, point[1] - y)
    ;[x, y] = point
    return step
  })
  // What is smaller than half a pixel is drawn as that much.
  return `M${pair(x0, y0)}${moves.length === 0 ? 'h.5v.5h-.5' : `l${moves.join(' ')}`}`
}

/** Two numbers of half pixels, as short as SVG takes them. */
function pair(x: number, y: number): string {
  const [first, second] = [x, y].map((half) => String(half / 2).replace(/^(-?)0\./, '$1.')) as [string, string]
  return second.startsWith('-') ? `${first}${second}` : `${first} ${second}`
}
