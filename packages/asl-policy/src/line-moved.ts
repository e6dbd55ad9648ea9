import { crossesLine, type Line } from './evaluation-line.js'
import type { EvaluationLine } from './policy.js'

/** What moving a line did. */
export interface LineMoved {
  readonly flag: boolean
  /** `looser` when the model may now show more before it is of concern; `null` where the sense is not known or nothing moved. */
  readonly direction: 'looser' | 'stricter' | null
  readonly needsReason: boolean
  readonly reasonRecorded: boolean
  /** Whether the result falls on another side of the new line. */
  readonly outcomeChanged: boolean | 'unknown'
  /** Whether the line moved on or after the day of the result. */
  readonly afterResult: boolean | 'unknown'
}

/**
 * Compares two versions of an evaluation line. A line that moved is flagged; one that was loosened or dropped needs a recorded reason.
 *
 * @param next - The new line; `null` when it was dropped.
 *
 * @example
 * ```ts
 * import { lineMoved } from '@safety-portfolio/asl-policy'
 *
 * const before = { sense: 'below', line: 4.5, inclusive: false, statedOn: '2025-11-24' } as const
 * const moved = lineMoved(before, { ...before, line: 1.8, statedOn: '2026-02-05' }, { value: 6.6, reasonRecorded: true })
 * moved.direction // => 'looser'
 * moved.outcomeChanged // => false
 * ```
 */
export function lineMoved(
  before: Omit<Line, 'sense'> & { readonly sense: EvaluationLine['sense'] | null; readonly statedOn: string },
  next: { readonly line: number; readonly statedOn: string } | null,
  given: { readonly value?: number | null; readonly measuredOn?: string | null; readonly reasonRecorded: boolean },
): LineMoved {
  const { sense, line, inclusive } = before
  const { value = null, measuredOn = null, reasonRecorded } = given
  const flag = next?.line !== line
  const direction = flag ? directionOf(sense, line, next?.line ?? null) : null
  const afterResult = measuredOn === null || next === null ? 'unknown' : flag && next.statedOn >= measuredOn
  return {
    flag,
    direction,
    needsReason: flag && direction !== 'stricter',
    reasonRecorded,
    outcomeChanged: flag ? changes(sense, inclusive, value, line, next?.line ?? null) : false,
    afterResult,
  }
}

/** Whether a result falls on another side; nothing is of concern where there is no line. */
function changes(
  sense: EvaluationLine['sense'] | null,
  inclusive: boolean,
  value: number | null,
  before: number,
  next: number | null,
): boolean | 'unknown' {
  if (sense === null || value === null) return 'unknown'
  const crossed = (line: number | null): string =>
    line === null ? 'false' : crossesLine({ sense, inclusive, line }, { value }).crossed
  return crossed(next) !== crossed(before)
}

function directionOf(
  sense: EvaluationLine['sense'] | null,
  before: number,
  next: number | null,
): 'looser' | 'stricter' | null {
  if (next === null) return 'looser'
  if (sense === null) return null
  return next > before === (sense === 'above') ? 'looser' : 'stricter'
}
