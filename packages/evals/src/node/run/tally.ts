import { addUsage } from '../../import/imported-log.js'
import type { EvalSample, ModelUsage, SampleSummary } from '../../log/eval-log.js'
import { declined } from '../../statistics/declined.js'
import { failureCounter, type FailureCounter } from '../../statistics/failure-reasons.js'

/** Counts over the attempts of a run. */
export interface Tally {
  done: number
  errors: number
  /** Why they failed. */
  readonly failures: FailureCounter
  refusals: number
  filtered: number
  readonly limits: Record<string, number>
  readonly usage: Record<string, ModelUsage>
  readonly roleUsage: Record<string, ModelUsage>
  /** Counts an attempt of this process. */
  add(sample: EvalSample): void
  /** Counts an attempt of the log that is resumed. */
  restore(summary: SampleSummary): void
}

/** Starts counting. */
export function createTally(): Tally {
  const limits: Record<string, number> = {}
  const usage: Record<string, ModelUsage> = {}
  const roleUsage: Record<string, ModelUsage> = {}
  const addAll = (into: Record<string, ModelUsage>, used: Readonly<Record<string, ModelUsage>> | undefined): void => {
    for (const name in used) into[name] = addUsage(into[name], used[name]!)
  }
  return {
    done: 0,
    errors: 0,
    failures: failureCounter(),
    refusals: 0,
    filtered: 0,
    limits,
    usage,
    roleUsage,
    add(sample) {
      this.done += 1
      if (sample.error !== undefined && sample.error !== null) this.errors += 1
      this.failures.add(sample.error)
      if (sample.limit !== undefined && sample.limit !== null)
        limits[sample.limit.type] = (limits[sample.limit.type] ?? 0) + 1
      const kind = declined(sample.output)
      if (kind === 'refusal') this.refusals += 1
      if (kind === 'filter') this.filtered += 1
      addAll(usage, sample.model_usage)
      addAll(roleUsage, sample.role_usage)
    },
    restore(summary) {
      this.done += 1
      if (summary.error !== undefined && summary.error !== null) this.errors += 1
      this.failures.add(summary.error)
      if (typeof summary.limit === 'string') limits[summary.limit] = (limits[summary.limit] ?? 0) + 1
      if (summary['declined'] === 'refusal') this.refusals += 1
      if (summary['declined'] === 'filter') this.filtered += 1
      addAll(usage, summary.model_usage)
    },
  }
}
