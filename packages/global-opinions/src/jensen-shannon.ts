import { requireBase, type LogBase } from './log-base.js'
import { cells, divergenceTable, divergenceTail, tabulated, width } from './internal/divergence-term.js'
import { distributionPair } from './internal/distribution-pair.js'

/** Options of the Jensen-Shannon functions. */
export interface JensenShannonOptions {
  /**
   * Base of the logarithm. Default 2, in which distance and similarity fill [0, 1]. In base `'e'` (the default of SciPy, and of published
   * similarities that name no base) the distance ends at sqrt(ln 2) = 0.8326, and the similarity of disjoint answers is 0.1674, not 0.
   */
  readonly base?: LogBase
}

/**
 * Jensen-Shannon divergence of two distributions over the same options: the mean Kullback-Leibler divergence of each to their average (Lin
 * 1991, eq. 3.4), computed without cancellation, so that it is accurate to 1e-14 relative also where p and q agree to many digits.
 *
 * @param p - mass of each option, finite and >= 0; divided by its sum
 * @param q - the same for the other distribution, of the same length
 * @param options - the base
 * @returns in [0, ln 2 / ln base]; exactly 0 for equal distributions
 * @throws RangeError if lengths differ, a mass is negative or not finite, or all mass of a side is 0.
 *
 * @example
 * ```ts
 * import { jensenShannonDivergence } from '@safety-portfolio/global-opinions'
 *
 * jensenShannonDivergence([1, 0], [0, 1]) // => 1
 * jensenShannonDivergence([0.5, 0.5], [0.9, 0.1], { base: 'e' }) // => ~0.1017
 * ```
 */
export function jensenShannonDivergence(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  options: JensenShannonOptions = {},
): number {
  const logBase = requireBase('jensenShannonDivergence', options.base ?? 2)
  const pair = distributionPair('jensenShannonDivergence', p, q)
  return divergenceNats(pair.p, 0, pair.q, 0, pair.p.length) / logBase
}

/**
 * Jensen-Shannon distance, the square root of the divergence: a metric (Endres and Schindelin 2003).
 *
 * @param p - mass of each option
 * @param q - mass of each option
 * @param options - the base
 * @returns in [0, 1] for base 2; never NaN for valid input
 * @throws RangeError as {@link jensenShannonDivergence}.
 *
 * @example
 * ```ts
 * import { jensenShannonDistance } from '@safety-portfolio/global-opinions'
 *
 * jensenShannonDistance([0.2, 0.3, 0.5], [0.2, 0.3, 0.5]) // => 0
 * ```
 */
export function jensenShannonDistance(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  options: JensenShannonOptions = {},
): number {
  return Math.sqrt(jensenShannonDivergence(p, q, options))
}

/**
 * The similarity of Durmus et al. (2023, section 3): 1 - Jensen-Shannon distance.
 *
 * @param p - mass of each option
 * @param q - mass of each option
 * @param options - the base; always print it, because no two bases give comparable numbers
 * @returns 1 for equal distributions; 0 (base 2) or 0.1674 (base e) for disjoint ones
 * @throws RangeError as {@link jensenShannonDivergence}.
 *
 * @example
 * ```ts
 * import { similarity } from '@safety-portfolio/global-opinions'
 *
 * const uniform = [0.25, 0.25, 0.25, 0.25]
 * similarity(uniform, [0.1, 0.4, 0.4, 0.1]) // => ~0.730
 * similarity(uniform, [0.1, 0.4, 0.4, 0.1], { base: 'e' }) // => ~0.775
 * ```
 */
export function similarity(p: ArrayLike<number>, q: ArrayLike<number>, options: JensenShannonOptions = {}): number {
  return 1 - jensenShannonDistance(p, q, options)
}

/** The divergence in nats of two slices that are already normalised. */
export function divergenceNats(
  p: Float64Array,
  pStart: number,
  q: Float64Array,
  qStart: number,
  length: number,
): number {
  const table = divergenceTable()
  let total = 0
  for (let option = 0; option < length; option += 1) {
    total += optionTerm(table, p[pStart + option]!, q[qStart + option]!)
  }
  return 0.25 * total
}

/** (p + q) h(|p - q| / (p + q)) of one option. */
function optionTerm(table: Float64Array, a: number, b: number): number {
  const sum = a + b
  if (sum === 0) return 0
  const d = Math.abs(a - b) / sum
  if (d >= tabulated) return sum * divergenceTail(d)
  const cell = (d * cells) | 0
  const r = d - (cell + 0.5) * (1 / cells)
  const at = cell * width
  const g =
    table[at]! +
    r * (table[at + 1]! + r * (table[at + 2]! + r * (table[at + 3]! + r * (table[at + 4]! + r * table[at + 5]!))))
  return sum * (d * d) * g
}

/** Distributions in one array: distribution k occupies `offsets[k]` to `offsets[k] + lengths[k]`. */
export interface PairTable {
  /** Normalised mass of the first side. */
  readonly first: Float64Array
  /** Where the first distribution of each pair starts. */
  readonly firstOffsets: Int32Array
  /** Normalised mass of the second side. */
  readonly second: Float64Array
  /** Where the second distribution of each pair starts. */
  readonly secondOffsets: Int32Array
  /** Options of each pair. */
  readonly lengths: Int32Array
}

/**
 * Similarities of many pairs at once, in flat arrays and without any check: the kernel that everything here runs on. Mass must be
 * normalised.
 *
 * @param pairs - the pairs
 * @param options - the base
 * @returns one similarity per pair
 *
 * @example
 * ```ts
 * import { pairSimilarities } from '@safety-portfolio/global-opinions'
 *
 * const mass = Float64Array.of(0.5, 0.5, 1, 0)
 * const offsets = (...of: number[]) => Int32Array.from(of)
 * const pairs = { first: mass, firstOffsets: offsets(0, 0), second: mass, secondOffsets: offsets(0, 2), lengths: offsets(2, 2) }
 * pairSimilarities(pairs)[0] // => 1
 * pairSimilarities(pairs)[1]! // => ~0.442
 * ```
 */
export function pairSimilarities(pairs: PairTable, options: JensenShannonOptions = {}): Float64Array {
  const scale = 0.25 / requireBase('pairSimilarities', options.base ?? 2)
  const { first, firstOffsets, second, secondOffsets, lengths } = pairs
  const table = divergenceTable()
  const similarities = new Float64Array(lengths.length)
  for (let pair = 0; pair < lengths.length; pair += 1) {
    const a = firstOffsets[pair]!
    const b = secondOffsets[pair]!
    const length = lengths[pair]!
    let total = 0
    for (let option = 0; option < length; option += 1) {
      total += optionTerm(table, first[a + option]!, second[b + option]!)
    }
    similarities[pair] = 1 - Math.sqrt(scale * total)
  }
  return similarities
}
