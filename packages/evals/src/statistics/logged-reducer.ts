import { reducerNamed } from './reducers.js'
import { scoreNumber } from './score-number.js'

/** How a log reduced the values of a question's epochs, before they were numbers; `null` where none was scored. */
export type LoggedReducer = (values: readonly unknown[], number: (value: unknown) => number | null) => number | null

/**
 * The reducer that a log names, by Inspect's conventions, which differ from {@link reducerNamed} in two places: the mode counts values and not
 * their numbers, so that `I` and `N` are two; and too few epochs for `at_least_<k>` count as not reached.
 *
 * @returns `null` where the name is not known.
 */
export function loggedReducer(name: string | null | undefined): LoggedReducer | null {
  if (name === 'mode') return (values, number) => number(mostFrequent(values.filter((value) => number(value) !== null)))
  let reduce: (values: readonly number[]) => number | null
  try {
    reduce = reducerNamed(name ?? 'mean').reduce
  } catch {
    return null
  }
  return (values, number) => {
    const numbers = values.map(number).filter((value) => value !== null)
    if (numbers.length > 0 && name?.startsWith('at_least_') === true) return reduce(numbers) ?? 0
    return reduce(numbers)
  }
}

/** A value as Inspect's own metrics count it: `NaN` not at all, what is no grade as 0. */
export function loggedNumber(value: unknown): number | null {
  if (typeof value === 'number' && Number.isNaN(value)) return null
  return scoreNumber(value) ?? 0
}

/** The first of the most frequent values; numbers and truth values that are equal are one. */
function mostFrequent(values: readonly unknown[]): unknown {
  const counts = new Map<unknown, number>()
  const key = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value)
  for (const value of values) counts.set(key(value), (counts.get(key(value)) ?? 0) + 1)
  let best: unknown = Number.NaN
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value
  return best
}
