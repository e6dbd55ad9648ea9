/** Inequality of what people receive. */
export interface Inequality {
  /** Generalized entropy with alpha = 2. */
  readonly generalizedEntropy2: number
  /** Theil's index, generalized entropy with alpha = 1. */
  readonly theil: number
  /** Coefficient of variation, sqrt(2 GE(2)). AIF360 prints 2 sqrt(GE(2)) under this name, which is sqrt(2) times as much. */
  readonly coefficientOfVariation: number
  /** Share of GE(2) that lies between groups, when groups were given; `null` otherwise, or when there is no inequality. */
  readonly betweenShare: number | null
}

/**
 * Inequality of benefits between individuals (Speicher et al. 2018): generalized entropy of b = decision - outcome + 1, which is 2 for an undeserved
 * yes, 1 for a right decision and 0 for an undeserved no. With groups, how much of it lies between them.
 *
 * @param benefits - One benefit per person, >= 0, not all 0.
 * @param groups - A label for each person.
 * @throws RangeError when a benefit is negative, all are 0, or lengths differ.
 * @example
 * ```ts
 * import { inequality } from '@safety-portfolio/discrimination'
 *
 * inequality([1, 1, 2, 0]).theil // => ~0.34657
 * inequality([1, 1, 2, 0]).generalizedEntropy2 // => 0.25
 * ```
 */
export function inequality(benefits: readonly number[], groups?: readonly string[]): Inequality {
  const n = benefits.length
  const wrong = benefits.find((value) => !(value >= 0 && value < Infinity))
  if (wrong !== undefined) throw new RangeError(`inequality: benefits must be >= 0 and finite, got ${wrong}`)
  const mean = benefits.reduce((sum, value) => sum + value, 0) / n
  if (!(mean > 0)) throw new RangeError(`inequality: benefits must not all be 0, got ${n} of them`)
  if (groups !== undefined && groups.length !== n) {
    throw new RangeError(`inequality: groups must have one label for each of ${n} benefits, got ${groups.length}`)
  }
  let [squares, logs] = [0, 0]
  for (const value of benefits) {
    const share = value / mean
    squares += share * share - 1
    if (share > 0) logs += share * Math.log(share)
  }
  const generalizedEntropy2 = squares / n / 2
  return {
    generalizedEntropy2,
    theil: logs / n,
    coefficientOfVariation: Math.sqrt(Math.max(0, 2 * generalizedEntropy2)),
    betweenShare:
      groups === undefined || !(generalizedEntropy2 > 0) ? null : between(benefits, groups, mean) / generalizedEntropy2,
  }
}

/** GE(2) when everyone had the mean of their group. */
function between(benefits: readonly number[], groups: readonly string[], mean: number): number {
  const sums = new Map<string, { n: number; total: number }>()
  benefits.forEach((value, k) => {
    const group = sums.get(groups[k]!) ?? { n: 0, total: 0 }
    sums.set(groups[k]!, { n: group.n + 1, total: group.total + value })
  })
  const squares = [...sums.values()].reduce((sum, { n, total }) => sum + n * ((total / n / mean) ** 2 - 1), 0)
  return squares / benefits.length / 2
}
