import { clusteredStandardError, standardDeviation, variance } from '@safety-portfolio/stats'
import type { EvalMetric } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'

/** A question of a log, its epochs reduced. */
export interface ReducedQuestion {
  readonly value: number
  /** Of its epochs; empty where only the reduced value is known. */
  readonly attempts: readonly number[]
  readonly metadata: Readonly<Record<string, unknown>>
}

/** The field of the metadata that splits questions into groups, and the metric of each of them. */
export interface GroupedMetric {
  readonly field: string
  readonly metric: Pick<EvalMetric, 'name' | 'params'>
  /** Name of the metric over all groups. */
  readonly all: string
  /** Whether that one is over all questions, or the mean of the groups. */
  readonly over: 'samples' | 'groups'
}

/**
 * A metric of a log by its name and parameters, computed from its questions as Inspect does: `accuracy`, `mean`, `stderr` (with `cluster`), `std`
 * and `var`. `undefined` for any other.
 */
export function metricOf(
  { name, params }: Pick<EvalMetric, 'name' | 'params'>,
  questions: readonly ReducedQuestion[],
): number | null | undefined {
  const values = questions.map(({ value }) => value)
  if (values.length === 0 || !values.every(Number.isFinite)) return null
  switch (plainName(name)) {
    case 'accuracy':
    case 'mean':
      return values.reduce((sum, value) => sum + value, 0) / values.length
    case 'stderr': {
      // A single question has 0 in Inspect's logs.
      if (values.length === 1) return 0
      const cluster = clusterOf(params)
      if (cluster === null) return standardDeviation(values) / Math.sqrt(values.length)
      return clusteredStandardError(
        values,
        questions.map(({ metadata }) => label(metadata[cluster])),
      ).standardError
    }
    case 'std':
      return values.length === 1 ? 0 : standardDeviation(values)
    case 'var':
      return values.length === 1 ? 0 : variance(values)
    default:
      return undefined
  }
}

/** The field that clusters questions for a standard error; `null` without one. */
export function clusterOf(params: EvalMetric['params']): string | null {
  const cluster = params?.['cluster']
  return typeof cluster === 'string' ? cluster : null
}

/** Whether a metric is a standard error. */
export function isStandardError({ name }: Pick<EvalMetric, 'name'>): boolean {
  return plainName(name) === 'stderr'
}

/** What a metric groups by; `null` where it does not. */
export function groupedMetric({ params = {} }: Pick<EvalMetric, 'params'>): GroupedMetric | null {
  const { group_key: field, metric, all, all_label: allLabel } = params
  if (typeof field !== 'string') return null
  const inner = isObject(metric) ? metric : { name: metric }
  if (typeof inner['name'] !== 'string') return null
  return {
    field,
    metric: { name: inner['name'], ...(isObject(inner['params']) ? { params: inner['params'] } : {}) },
    all: typeof allLabel === 'string' ? allLabel : 'all',
    over: all === 'groups' ? 'groups' : 'samples',
  }
}

/** Questions by the value of a field, as text; those without one are left out. */
export function groupsOf(
  questions: readonly ReducedQuestion[],
  field: string,
): ReadonlyMap<string, readonly ReducedQuestion[]> {
  const groups = new Map<string, ReducedQuestion[]>()
  for (const question of questions) {
    const value = question.metadata[field]
    if (value === undefined) continue
    const key = label(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [question])
    else group.push(question)
  }
  return groups
}

/**
 * One value of a grouped metric, by the key it has in the log: a group's name or the name for all, perhaps with the metric's name before or
 * behind it, and with a number behind it where another metric has that key.
 */
export function groupedValue(
  key: string,
  grouped: GroupedMetric,
  questions: readonly ReducedQuestion[],
): number | null | undefined {
  const groups = groupsOf(questions, grouped.field)
  const bare = plainName(grouped.metric.name)
  const named = (name: string): boolean =>
    [name, `${name}_${bare}`, `grouped_${name}`, `${bare}_${name}`].some(
      (form) => key === form || (key.startsWith(form) && /^\d+$/.test(key.slice(form.length))),
    )
  const exact = [...groups.keys()].find((name) => name === key) ?? [...groups.keys()].find(named)
  if (exact !== undefined) return metricOf(grouped.metric, groups.get(exact)!)
  if (!named(grouped.all)) return undefined
  if (grouped.over === 'samples') return metricOf(grouped.metric, questions)
  const values = [...groups.values()].map((group) => metricOf(grouped.metric, group))
  if (values.some((value) => typeof value !== 'number')) return undefined
  return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length
}

/** A name without the package it comes from. */
function plainName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** A value of the metadata as the name of a cluster or a group. */
function label(value: unknown): string {
  if (typeof value === 'string') return value
  // As Python writes it, which is what logs have.
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value === null || value === undefined) return 'None'
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value)
}
