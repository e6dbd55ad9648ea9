import { clopperPearsonInterval, createRandom, normalCdf, normalQuantile, type Estimate } from '@safety-portfolio/stats'
import { frechetBounds, phiBounds } from './joint-miss.js'
import { requireFraction, requireInteger } from './internal/require.js'

/** Two detectors whose shared misses are to be shown. */
export interface PhiDesign {
  /** Miss rate of the first, in (0, 1). */
  readonly p: number
  /** Miss rate of the second, in (0, 1). */
  readonly q: number
  /** True phi, within its bounds. */
  readonly phi: number
  /** One-sided level of the test of phi = 0. Default 0.05. */
  readonly alpha?: number
}

/**
 * Power of the one-sided z-test phi sqrt(n) > z of independence with n positives: simulated up to 5,000 positives, where the normal law is not to be
 * trusted for rare misses, and by the normal law with the delta-method variance beyond.
 *
 * @param positives - n, an integer >= 1
 * @param options - `seed`; `replicates` of the simulation, default 4000
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { phiPower } from '@safety-portfolio/risk'
 *
 * phiPower({ p: 0.1, q: 0.1, phi: 0.1 }, 500, { seed: 1 }).estimate // => ~0.67
 * ```
 */
export function phiPower(
  design: PhiDesign,
  positives: number,
  options: { readonly seed: number; readonly replicates?: number },
): Estimate {
  const { cells, critical } = parse('phiPower', design)
  const { replicates = 4000, seed } = options
  requireInteger('phiPower', 'positives', positives, 1)
  requireInteger('phiPower', 'replicates', replicates, 2)
  if (positives > 5000) {
    return {
      estimate: normalPower(design, cells, critical, positives),
      standardError: null,
      interval: null,
      reason: 'by the normal law',
    }
  }
  let rejected = 0
  const [both, first, second] = [cells[0]!, cells[0]! + cells[1]!, cells[0]! + cells[1]! + cells[2]!]
  for (let r = 0; r < replicates; r += 1) {
    const random = createRandom(seed, r)
    let [a, b, c] = [0, 0, 0]
    for (let i = 0; i < positives; i += 1) {
      const u = random.uniform()
      if (u >= second) continue
      if (u < both) a += 1
      else if (u < first) b += 1
      else c += 1
    }
    const d = positives - a - b - c
    const product = (a + b) * (c + d) * (a + c) * (b + d)
    if (product > 0 && ((a * d - b * c) / Math.sqrt(product)) * Math.sqrt(positives) > critical) rejected += 1
  }
  return {
    estimate: rejected / replicates,
    standardError: Math.sqrt(((rejected / replicates) * (1 - rejected / replicates)) / replicates),
    interval: clopperPearsonInterval(rejected, replicates),
  }
}

/**
 * Positives needed to show that misses are shared: the fewest at which the normal law with the delta-method variance gives the power.
 *
 * @param power - in (0, 1); default 0.8
 * @returns `null` when phi is not above 0, for then no number shows it
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { positivesForPhi } from '@safety-portfolio/risk'
 *
 * positivesForPhi({ p: 0.1, q: 0.1, phi: 0.1 }) // => 734
 * positivesForPhi({ p: 0.1, q: 0.1, phi: 0 }) // => null
 * ```
 */
export function positivesForPhi(design: PhiDesign, power = 0.8): number | null {
  const { cells, critical } = parse('positivesForPhi', design)
  requireFraction('positivesForPhi', 'power', power)
  if (design.phi <= 0) return null
  const z = normalQuantile(power)
  const sd = phiSd(design, cells)
  return Math.ceil(((critical + z * sd) / design.phi) ** 2)
}

function parse(caller: string, { p, q, phi, alpha = 0.05 }: PhiDesign): { cells: readonly number[]; critical: number } {
  requireFraction(caller, 'alpha', alpha)
  const bounds = phiBounds(p, q)
  if (!(phi >= bounds.lower && phi <= bounds.upper)) {
    throw new RangeError(`${caller}: phi must lie in [${bounds.lower}, ${bounds.upper}] for these rates, got ${phi}`)
  }
  const { lower, upper } = frechetBounds([p, q])
  const both = Math.min(upper, Math.max(lower, p * q + phi * Math.sqrt(p * (1 - p) * q * (1 - q))))
  return { cells: [both, p - both, q - both, 1 - p - q + both], critical: -normalQuantile(alpha) }
}

/** Standard deviation of sqrt(n) (phi - its estimate): the influence function of a correlation. */
function phiSd({ p, q, phi }: PhiDesign, cells: readonly number[]): number {
  const [sdP, sdQ] = [Math.sqrt(p * (1 - p)), Math.sqrt(q * (1 - q))]
  const values = [
    [1, 1],
    [1, 0],
    [0, 1],
    [0, 0],
  ] as const
  let variance = 0
  for (const [i, [x, y]] of values.entries()) {
    const [u, v] = [(x - p) / sdP, (y - q) / sdQ]
    variance += Math.max(0, cells[i]!) * (u * v - (phi / 2) * (u * u + v * v)) ** 2
  }
  return Math.sqrt(variance)
}

function normalPower(design: PhiDesign, cells: readonly number[], critical: number, n: number): number {
  const sd = phiSd(design, cells)
  if (sd === 0) return design.phi * Math.sqrt(n) > critical ? 1 : 0
  return normalCdf((design.phi * Math.sqrt(n) - critical) / sd)
}
