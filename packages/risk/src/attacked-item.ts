import { numberCell, optionalCell, rowSchema, textCell, type RowSchema } from '@safety-portfolio/records'
import { passAtK } from '@safety-portfolio/stats'
import { requireInteger } from './internal/require.js'

/** Repeated attacks on one item. */
export interface AttackedItem {
  /** Attempts made; an integer >= 1. */
  readonly attempts: number
  /** Attempts that succeeded. */
  readonly successes: number
  /** Number of the first attempt that succeeded, from 1, where it is known. */
  readonly firstSuccess?: number | undefined
  /** Name of the item. */
  readonly item?: string | undefined
}

/** Schema of {@link AttackedItem}. */
export const attackedItemSchema: RowSchema<AttackedItem> = rowSchema({
  attempts: numberCell({ integer: true, min: 1 }),
  successes: numberCell({ integer: true, min: 0 }),
  firstSuccess: optionalCell(numberCell({ integer: true, min: 1 })),
  item: optionalCell(textCell()),
})

/**
 * When attempts at an item ended: `'fixed'` in advance; `'batch'`: after the batch that held its first success, or at a cap. Stopping at
 * the very first success is a batch of 1.
 */
export type StoppingRule = 'fixed' | 'batch'

/** Throws a RangeError unless the counts of an item fit its stopping rule; `batch` is `null` where attempts were fixed. */
export function checkItem(
  { attempts, successes, firstSuccess }: AttackedItem,
  index: number,
  batch: number | null,
): void {
  const at = `of item ${index}`
  requireInteger('bestOfN', `attempts ${at}`, attempts, 1)
  requireInteger('bestOfN', `successes ${at}`, successes, 0)
  const most = batch === null ? attempts : Math.min(batch, attempts)
  if (successes > most) {
    throw new RangeError(
      `bestOfN: successes ${at} must be <= ${most} (${batch === null ? 'its attempts' : 'one batch'}), got ${successes}`,
    )
  }
  if (firstSuccess === undefined) return
  if (successes === 0 || firstSuccess > attempts || !(firstSuccess >= 1)) {
    throw new RangeError(`bestOfN: firstSuccess ${at} must be one of its attempts, got ${firstSuccess}`)
  }
}

/** Unbiased for whether the item breaks within n attempts; NaN where the attempts made cannot tell. */
export function brokenWithin(item: AttackedItem, n: number, stopping: StoppingRule, batch: number): number {
  const { attempts, successes, firstSuccess } = item
  if (stopping === 'fixed') return n <= attempts ? passAtK(attempts, successes, n) : NaN
  if (successes === 0) return n <= attempts ? 0 : NaN
  if (firstSuccess !== undefined) return firstSuccess <= n ? 1 : 0
  const before = Math.max(0, attempts - batch)
  if (n <= before) return 0
  return n >= attempts ? 1 : passAtK(attempts - before, successes, n - before)
}
