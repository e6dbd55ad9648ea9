import { lowestMinima } from './lowest-minima.js'
import { nonnegativePair } from './nonnegative-pair.js'

const exponents = /* @__PURE__ */ Array.from({ length: 20 }, (_, k) => 0.02 * (2.5 / 0.02) ** (k / 19))
const mostStarts = 4

/** Starts for a law of two powers without offset: variable projection on a grid of both exponents, its lowest local minima. */
export function termStarts(
  x: Float64Array,
  y: Float64Array,
  level: Float64Array,
  weights: Float64Array,
): readonly Float64Array[] {
  const lines = (coordinate: Float64Array): readonly Float64Array[] =>
    exponents.map((exponent) => coordinate.map((value) => Math.exp(-exponent * value)))
  const [us, vs] = [lines(x), lines(y)]
  const cells = us.map((u, j) =>
    vs.map((v, k) => {
      let [uu, uv, vv, ul, vl, ll] = [0, 0, 0, 0, 0, 0]
      for (let i = 0; i < level.length; i += 1) {
        const weight = weights[i]! / level[i]! ** 2
        uu += weight * u[i]! * u[i]!
        uv += weight * u[i]! * v[i]!
        vv += weight * v[i]! * v[i]!
        ul += weight * u[i]! * level[i]!
        vl += weight * v[i]! * level[i]!
        ll += weight * level[i]! * level[i]!
      }
      const [A, B] = nonnegativePair(uu, uv, vv, ul, vl)
      const rss = ll - 2 * (A * ul + B * vl) + A * A * uu + 2 * A * B * uv + B * B * vv
      return { rss, A, B, j, k }
    }),
  )
  return lowestMinima(cells, mostStarts).map(({ A, B, j, k }) =>
    Float64Array.of(Math.log(Math.max(A, 1e-3)), Math.log(Math.max(B, 1e-3)), exponents[j]!, exponents[k]!),
  )
}
