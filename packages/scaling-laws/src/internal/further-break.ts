import { residualAt, type LawModel } from './law-model.js'
import { nestedProjection } from './nested-projection.js'
import { separateStarts, type StartCell } from './separate-starts.js'
import { softplus } from './softplus.js'

const places = 24
const widths = [0.01, 0.03, 0.08, 0.2]
const most = 3

/**
 * Starts with a break more than an optimum has: at each of many places and widths the coefficient of a further break by least squares on the tangent of the
 * law, all other constants free. The places with the lowest squares, no two of them neighbours; so that a break more is never worse than none.
 */
export function furtherBreak(fewer: LawModel, x: Float64Array, theta: Float64Array): readonly Float64Array[] {
  const { n, size, weights } = fewer
  const low = Math.min(...x)
  const range = Math.max(...x) - low
  const tangent = Array.from({ length: size }, () => new Float64Array(n))
  const target = new Float64Array(n)
  const power = new Float64Array(n)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  for (let i = 0; i < n; i += 1) {
    target[i] = -residualAt(fewer, true, theta, i, gradient, hessian, 1)
    for (let j = 0; j < size; j += 1) tangent[j]![i] = gradient[j]!
    // The derivative by log b is the share of the power in the loss.
    power[i] = gradient[0]!
  }
  const cells = widths.flatMap((share, w) => {
    const width = share * range
    return Array.from({ length: places }, (_, k) => ({ w, k, width, at: low + (range * (k + 0.5)) / places }))
  })
  const bends = cells.map(({ at, width }) => power.map((p, i) => -p * width * softplus((x[i]! - at) / width)))
  const projection = nestedProjection([...tangent, ...bends], target, weights)
  const found: StartCell[] = []
  projection.each(size, 1, 1, (chosen, rss) => {
    const column = chosen.at(-1)!
    const { k, at, width } = cells[column - size]!
    found.push({
      index: [k],
      rss,
      theta() {
        const beta = projection.solve([...tangent.keys(), column])
        return beta && Float64Array.of(...theta, beta[size]!, at, Math.log(width))
      },
    })
  })
  return separateStarts(found, most)
}
