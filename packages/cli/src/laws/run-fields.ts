import type { RowSchema } from '@safety-portfolio/records'
import { runSchema, type TrainingRun } from '@safety-portfolio/scaling-laws'
import type { LawField } from './law.js'

/** The columns of a table of training runs. */
export const runFields: readonly LawField[] = [
  { name: 'params', meaning: 'number of parameters N' },
  { name: 'tokens', meaning: 'number of training tokens D' },
  { name: 'compute', meaning: 'training FLOP C; two of params, tokens and compute are enough, by C = 6 N D' },
  { name: 'loss', meaning: 'final loss' },
]

/**
 * The schema of a run with the columns to look for. A mapping of compute but not of tokens means that tokens are C/(6N), even where
 * the file has a column called tokens, and the other way round.
 */
export function mappedRunSchema(mapped: ReadonlySet<string>): RowSchema<TrainingRun> {
  const left =
    mapped.has('compute') && !mapped.has('tokens')
      ? 'tokens'
      : mapped.has('tokens') && !mapped.has('compute')
        ? 'compute'
        : undefined
  return { ...runSchema, fields: runSchema.fields.filter((field) => field !== left) }
}
