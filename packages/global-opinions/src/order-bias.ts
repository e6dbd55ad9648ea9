import { checkDistribution } from './distribution.js'

/** One answer to a question whose options were shown in some order. */
export interface OrderedAnswer {
  /** `order[place]` is the option shown at that place. */
  readonly order: readonly number[]
  /** Probability of what stands at each place, as the model gave it. */
  readonly byPlace: readonly number[]
}

/** What the order of the options does to the answers to one question. */
export interface OrderBias {
  /** Mean probability of each option over the orders: the answer with the habit of places taken out. */
  readonly distribution: readonly number[]
  /** Mean probability of what stands first, minus 1/k: how much the model prefers "(A)". 0 without bias. */
  readonly firstPlaceBias: number
  /** The same for the last place. */
  readonly lastPlaceBias: number
  /** Mean probability of each place, whatever stands there. */
  readonly byPlace: readonly number[]
  /**
   * Shares of the variance of the probabilities, which sum to 1: what the options explain (content), what the places explain (habit), and the
   * rest (interaction of the two and noise). `null` where nothing varies, or the orders are not balanced.
   */
  readonly variance: { readonly options: number; readonly places: number; readonly rest: number } | null
  /** Mean over options of the standard deviation over orders. */
  readonly orderDeviation: number
  /** Whether every option stood equally often at every place; else options and places are confounded. */
  readonly balanced: boolean
  /** Number of orders. */
  readonly orders: number
}

/**
 * Averages a model's answers over orders of the options, and says how much of them was the order. Fits p = 1/k + option + place to the
 * probabilities by least squares (for balanced orders: the means), as Dominguez-Olmedo et al. (2024) do in words: models whose options explain
 * little are near uniform once orders are averaged.
 *
 * @param answers - one answer per order, all of one question
 * @throws RangeError if there is no answer, an order is no permutation, or a distribution is bad.
 *
 * @example
 * ```ts
 * import { orderBias } from '@safety-portfolio/global-opinions'
 *
 * // Always 70 % on the first place: all habit, no content.
 * const bias = orderBias([{ order: [0, 1], byPlace: [0.7, 0.3] }, { order: [1, 0], byPlace: [0.7, 0.3] }])
 * bias.distribution // => [0.5, 0.5]
 * bias.firstPlaceBias // => ~0.2
 * bias.variance!.places // => ~1
 * ```
 */
export function orderBias(answers: readonly OrderedAnswer[]): OrderBias {
  const size = answers[0]?.order.length ?? 0
  if (size === 0) throw new RangeError('orderBias: answers must not be empty')
  const byOption = new Float64Array(size)
  const byPlace = new Float64Array(size)
  const squares = new Float64Array(size)
  const met = new Float64Array(size * size)
  let total = 0
  for (const [index, { order, byPlace: given }] of answers.entries()) {
    if (
      order.length !== size ||
      new Set(order).size !== size ||
      order.some((option) => !(option >= 0 && option < size))
    ) {
      throw new RangeError(`orderBias: the order of answer ${index} must be a permutation of ${size} options`)
    }
    const checked = checkDistribution(given, { options: size })
    if ('problem' in checked) throw new RangeError(`orderBias: answer ${index}: ${checked.problem.message}`)
    for (const [place, share] of checked.distribution.entries()) {
      const option = order[place]!
      byOption[option]! += share
      byPlace[place]! += share
      squares[option]! += share * share
      met[option * size + place]! += 1
      total += (share - 1 / size) ** 2
    }
  }
  const n = answers.length
  const means = Array.from(byOption, (sum) => sum / n)
  const places = Array.from(byPlace, (sum) => sum / n)
  const spread = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + (value - 1 / size) ** 2, 0) * n
  const balanced = met.every((count) => count === met[0])
  const [content, habit] = [spread(means), spread(places)]
  return {
    distribution: means,
    firstPlaceBias: places[0]! - 1 / size,
    lastPlaceBias: places[size - 1]! - 1 / size,
    byPlace: places,
    variance:
      balanced && total > 1e-20
        ? { options: content / total, places: habit / total, rest: Math.max(0, (total - content - habit) / total) }
        : null,
    orderDeviation:
      means.reduce((sum, mean, option) => sum + Math.sqrt(Math.max(0, squares[option]! / n - mean * mean)), 0) / size,
    balanced,
    orders: n,
  }
}
