import { createRandom } from '../random.js'

interface Plan {
  readonly paired: boolean
  readonly exact: boolean
  readonly permutations: number
  readonly seed: number
}

/** How many relabellings two samples have: 2^n for pairs, else the binomial coefficient (Infinity where it overflows). */
export function countOf(n1: number, n2: number, paired: boolean): number {
  if (paired) return 2 ** n1
  let count = 1
  // Each partial product is a binomial coefficient, so an integer while it is below 2^53.
  for (let k = 1; k <= Math.min(n1, n2); k += 1) count = (count * (n1 + n2 - Math.min(n1, n2) + k)) / k
  return Math.round(count)
}

/** Calls `visit` with every relabelling, or with as many random ones; overwrites `first` and `second`. */
export function relabellings(
  first: Float64Array,
  second: Float64Array,
  plan: Plan,
  visit: (first: Float64Array, second: Float64Array) => void,
): void {
  if (plan.paired) swapPairs(first, second, plan, visit)
  else splitPool(first, second, plan, visit)
}

function swapPairs(
  first: Float64Array,
  second: Float64Array,
  plan: Plan,
  visit: Parameters<typeof relabellings>[3],
): void {
  const swap = (i: number): void => {
    const kept = first[i]!
    first[i] = second[i]!
    second[i] = kept
  }
  if (!plan.exact) {
    const pairs = [first.slice(), second.slice()] as const
    for (let k = 0; k < plan.permutations; k += 1) {
      const random = createRandom(plan.seed, k)
      first.set(pairs[0])
      second.set(pairs[1])
      for (let i = 0; i < first.length; i += 1) if (random.integer(2) === 1) swap(i)
      visit(first, second)
    }
    return
  }
  visit(first, second)
  // Gray code: relabelling k differs from the one before in the pair of its lowest set bit.
  for (let k = 1; k < 2 ** first.length; k += 1) {
    swap(31 - Math.clz32(k & -k))
    visit(first, second)
  }
}

function splitPool(
  first: Float64Array,
  second: Float64Array,
  plan: Plan,
  visit: Parameters<typeof relabellings>[3],
): void {
  const n1 = first.length
  const n = n1 + second.length
  const pool = new Float64Array(n)
  pool.set(first)
  pool.set(second, n1)
  if (!plan.exact) {
    const given = pool.slice()
    for (let k = 0; k < plan.permutations; k += 1) {
      const random = createRandom(plan.seed, k)
      pool.set(given)
      for (let i = 0; i < n1; i += 1) {
        const j = i + random.integer(n - i)
        const kept = pool[i]!
        pool[i] = pool[j]!
        pool[j] = kept
      }
      first.set(pool.subarray(0, n1))
      second.set(pool.subarray(n1))
      visit(first, second)
    }
    return
  }
  // All subsets of n1 indices in lexicographic order.
  const chosen = Array.from({ length: n1 }, (_, i) => i)
  for (;;) {
    let next = 0
    let other = 0
    for (let i = 0; i < n; i += 1) {
      if (chosen[next] === i) first[next++] = pool[i]!
      else second[other++] = pool[i]!
    }
    visit(first, second)
    let place = n1 - 1
    while (place >= 0 && chosen[place] === n - n1 + place) place -= 1
    if (place < 0) return
    chosen[place] = chosen[place]! + 1
    for (let later = place + 1; later < n1; later += 1) chosen[later] = chosen[later - 1]! + 1
  }
}
