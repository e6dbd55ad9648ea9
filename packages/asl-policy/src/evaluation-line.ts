import type { EvaluationLine } from './policy.js'
import type { Evidence } from './policy-case.js'
import { ternary, truthOf, type Ternary, type Truth } from './truth.js'

/** Where a result lies against a line. */
export interface LineCrossing {
  /** Whether the side of concern is reached: by the whole interval true, by none of it false, else unknown. */
  readonly crossed: Truth
  /** The result as it is compared; `null` while it is not known. */
  readonly value: number | null
}

/** What a line is compared by. */
export interface Line {
  readonly sense: EvaluationLine['sense']
  readonly line: number
  readonly inclusive: boolean
}

/**
 * Whether a result crosses a line into the side of concern. With an interval, all of it must lie on one side; a result that is missing is
 * unknown, never safe.
 *
 * @example
 * ```ts
 * import { crossesLine } from '@safety-portfolio/asl-policy'
 *
 * const line = { sense: 'above', line: 0.5, inclusive: false } as const
 * crossesLine(line, { value: 16.6, of: 42 }).crossed // => 'false'
 * crossesLine(line, { value: 0.52, interval: [0.45, 0.6] }).crossed // => 'unknown'
 * crossesLine(line, { value: null }).crossed // => 'unknown'
 * ```
 */
export function crossesLine(line: Line, result: Pick<Evidence, 'value' | 'interval' | 'of'>): LineCrossing {
  const { of = 1 } = result
  const value = result.value === null ? null : result.value / of
  const ends = result.interval?.map((end) => end / of) ?? (value === null ? null : [value, value])
  if (ends === null) return { crossed: 'unknown', value }
  const sides = ends.map((end) => concerns(line, end))
  return { crossed: truthOf(sides[0] === sides[1] ? sides[0]! : ternary.unknown), value }
}

function concerns({ sense, line, inclusive }: Line, value: number): Ternary {
  if (value === line) return inclusive ? ternary.true : ternary.false
  return value > line === (sense === 'above') ? ternary.true : ternary.false
}
