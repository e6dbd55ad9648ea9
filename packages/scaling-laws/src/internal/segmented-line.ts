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
  const moments = [new Float64Array(6)]
  for (const [k, i] of order.entries()) {
    const [w, u, v] = [weights[i]!, x[i]!, y[i]!]
    const last = moments[k]!
    moments.push(Float64Array.of(w, w * u, w * u * u, w * v, w * u * v, w * v * v).map((value, j) => value + last[j]!))
  }
  const line = (from: number, to: number): Line =>
    lineThrough(moments[to]!.map((value, j) => value - moments[from]![j]!))
  const squares = Array.from({ length: n }, (_, from) =>
    Float64Array.from({ length: n + 1 }, (__, to) => (to - from < fewest ? Infinity : line(from, to).squares)),
  )
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
  readonly squares: number
}

function lineThrough([w, u, uu, v, uv, vv]: ArrayLike<number> & Iterable<number>): Line {
  const [mean, level] = [u! / w!, v! / w!]
  const across = uu! - u! * mean
  const slope = across > 1e-12 * uu! ? (uv! - u! * level) / across : 0
  return { slope, intercept: level - slope * mean, squares: Math.max(0, vv! - v! * level - slope * (uv! - u! * level)) }
}
