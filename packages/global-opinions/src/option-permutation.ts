import { createRandom } from '@safety-portfolio/stats'

/**
 * Orders in which to show the options of a question. Models prefer the first letter, or the last, whatever stands there; averaging over orders in which
 * every option stands equally often at every place takes that preference out.
 *
 * `'cyclic'` (default): the k rotations, a Latin square, so that every option has every place once; `'balanced'`: the rotations of the order and of its
 * reverse, 2k, which balances neighbours as well; `'random'`: `count` orders drawn with the seed.
 *
 * @param size - number of options, at least 1
 * @param options - kind; `count` and `seed` for random orders
 * @returns orders; `order[place]` is the option shown at that place
 * @throws RangeError if a number is out of range.
 *
 * @example
 * ```ts
 * import { optionOrders } from '@safety-portfolio/global-opinions'
 *
 * optionOrders(3) // => [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
 * ```
 */
export function optionOrders(
  size: number,
  options: { readonly kind?: 'cyclic' | 'balanced' | 'random'; readonly count?: number; readonly seed?: number } = {},
): readonly (readonly number[])[] {
  const { kind = 'cyclic', count = 24, seed = 1 } = options
  if (!Number.isSafeInteger(size) || size < 1)
    throw new RangeError(`optionOrders: size must be an integer >= 1, got ${size}`)
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`optionOrders: count must be an integer >= 1, got ${count}`)
  const base = Array.from({ length: size }, (_, place) => place)
  const rotations = (order: readonly number[]): readonly (readonly number[])[] =>
    order.map((_, shift) => order.map((__, place) => order[(place + shift) % size]!))
  if (kind === 'cyclic') return rotations(base)
  if (kind === 'balanced') return size < 3 ? rotations(base) : [...rotations(base), ...rotations(base.toReversed())]
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(seed, index)
    const order = base.slice()
    for (let i = size - 1; i > 0; i -= 1) {
      const j = random.integer(i + 1)
      const kept = order[i]!
      order[i] = order[j]!
      order[j] = kept
    }
    return order
  })
}
