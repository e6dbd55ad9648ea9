/** What is wrong with a distribution: a code and words. */
export interface DistributionProblem {
  readonly code: string
  readonly message: string
}

/** A checked distribution, or what is wrong with it. */
export type CheckedDistribution =
  { readonly distribution: readonly number[]; readonly sum: number } | { readonly problem: DistributionProblem }

/** Options of {@link checkDistribution}. */
export interface DistributionOptions {
  /** How many options the question has, where known. */
  readonly options?: number | undefined
  /** How far the sum may lie from 1, where published shares were rounded. Default 0.1. */
  readonly sumTolerance?: number | undefined
}

/**
 * Checks shares of answers as they stand in a file and divides them by their sum. Rounded shares that miss 1 by a little are data; percentages,
 * counts, negative or missing mass are errors that no default should hide.
 *
 * @param value - an array of numbers (typed arrays too), as read
 * @param options - the number of options; how far the sum may lie from 1
 * @returns the distribution and its sum as read, or the problem: `'no-distribution'`, `'unequal-length'`, `'not-a-number'`, `'negative-mass'`,
 * `'all-zero'` or `'sum-far-from-one'`
 *
 * @example
 * ```ts
 * import { checkDistribution } from '@safety-portfolio/global-opinions'
 *
 * checkDistribution([0.75, 0.25]) // => { distribution: [0.75, 0.25], sum: 1 }
 * const counts = checkDistribution([12, 30])
 * 'problem' in counts && counts.problem.code // => 'sum-far-from-one'
 * ```
 */
export function checkDistribution(value: unknown, options: DistributionOptions = {}): CheckedDistribution {
  const { options: count, sumTolerance = 0.1 } = options
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    return problem('no-distribution', 'the distribution is not a list of numbers')
  }
  const mass = Array.from(value as ArrayLike<unknown>, (share) => (typeof share === 'bigint' ? Number(share) : share))
  if (mass.length === 0) return problem('no-distribution', 'the distribution is empty')
  if (count !== undefined && mass.length !== count) {
    return problem('unequal-length', `${mass.length} shares for ${count} options`)
  }
  const odd = mass.findIndex((share) => typeof share !== 'number' || !Number.isFinite(share))
  if (odd >= 0) return problem('not-a-number', `share ${odd + 1} is ${String(mass[odd])}, not a finite number`)
  const shares = mass as number[]
  const negative = shares.findIndex((share) => share < 0)
  if (negative >= 0) return problem('negative-mass', `share ${negative + 1} is ${shares[negative]!}, below 0`)
  const sum = shares.reduce((total, share) => total + share, 0)
  if (sum === 0) return problem('all-zero', 'all shares are 0: nobody answered, or the row was lost')
  if (Math.abs(sum - 1) > sumTolerance) {
    const hint = Math.abs(sum - 100) < 10 ? '; divide percentages by 100' : ''
    return problem('sum-far-from-one', `the shares sum to ${Number(sum.toPrecision(6))}, not 1${hint}`)
  }
  const close = Math.abs(sum - 1) <= shares.length * Number.EPSILON
  return { distribution: close ? shares : shares.map((share) => share / sum), sum }
}

function problem(code: string, message: string): CheckedDistribution {
  return { problem: { code, message } }
}
