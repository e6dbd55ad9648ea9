/** A segment shorter than this is no line. */
const fewest = 2

/**
 * Places at which the best broken line bends: the points, in order of x, are cut into one segment more than there are breaks, with the least weighted squares
 * of a line of its own through each, by dynamic programming; a break is where neighbouring lines meet, or midway between their points if they do not meet there.
 *
 * Source: Bellman and Roth 1969.
 */
export function segmentedLine(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  breaks: number,
): readonly number[] | null {
  const order = Array.from(x.keys()).sort((left, right) => x[left]! - x[right]!)
  const n = order.length
  if (n < fewest * (breaks + 1)) return null
  const moments = new Float64Array(6 * (n + 1))
  for (const [k, i] of order.entries()) {
    const [w, u, v] = [weights[i]!, x[i]!, y[i]!]
    const at = 6 * k
    moments[at + 6] = moments[at]! + w
    moments[at + 7] = moments[at + 1]! + w * u
    moments[at + 8] = moments[at + 2]! + w * u * u
    moments[at + 9] = moments[at + 3]! + w * v
    moments[at + 10] = moments[at + 4]! + w * u * v
    moments[at + 11] = moments[at + 5]! + w * v * v
  }
  const line = (from: number, to: number): Line => lineThrough(moments, 6 * from, 6 * to)
  const squares = Array.from({ length: n }, (_, from) => {
    const row = new Float64Array(n + 1).fill(Infinity)
    for (let to = from + fewest; to <= n; to += 1) row[to] = squaresAbout(moments, 6 * from, 6 * to)
    return row
  })
  let best = squares[0]!
  const cuts: Int32Array[] = []
  for (let segment = 1; segment <= breaks; segment += 1) {
    const next = new Float64Array(n + 1).fill(Infinity)
    const cut = new Int32Array(n + 1)
    for (let to = fewest * (segment + 1); to <= n; to += 1) {
      for (let from = fewest * segment; from <= to - fewest; from += 1) {
        const total = best[from]! + squares[from]![to]!
        if (total >= next[to]!) continue
        next[to] = total
        cut[to] = from
      }
    }
    cuts.push(cut)
    best = next
  }
  const ends = [n]
  for (const cut of cuts.toReversed()) ends.unshift(cut[ends[0]!]!)
  return ends.slice(0, -1).map((end, k) => {
    const left = line(k === 0 ? 0 : ends[k - 1]!, end)
    const right = line(end, ends[k + 1]!)
    const [below, above] = [x[order[end - 1]!]!, x[order[end]!]!]
    const meet = (right.intercept - left.intercept) / (left.slope - right.slope)
    const reach = above - below
    return meet >= below - reach && meet <= above + reach ? meet : (below + above) / 2
  })
}

interface Line {
  readonly slope: number
  readonly intercept: number
}

/** The line through the points between two places in the sums. */
function lineThrough(moments: Float64Array, from: number, to: number): Line {
  const [w, u, uu, v, uv] = [0, 1, 2, 3, 4].map((j) => moments[to + j]! - moments[from + j]!)
  const [mean, level] = [u! / w!, v! / w!]
  const across = uu! - u! * mean
  const slope = across > 1e-12 * uu! ? (uv! - u! * level) / across : 0
  return { slope, intercept: level - slope * mean }
}

/** Weighted squares about that line. */
function squaresAbout(moments: Float64Array, from: number, to: number): number {
  const w = moments[to]! - moments[from]!
  const u = moments[to + 1]! - moments[from + 1]!
  const uu = moments[to + 2]! - moments[from + 2]!
  const v = moments[to + 3]! - moments[from + 3]!
  const across = uu - (u * u) / w
  const along = moments[to + 4]! - moments[from + 4]! - (u * v) / w
  const spread = moments[to + 5]! - moments[from + 5]! - (v * v) / w
  return Math.max(0, across > 1e-12 * uu ? spread - (along * along) / across : spread)
}
