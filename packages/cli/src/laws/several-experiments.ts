import type { ExperimentWatch } from '@safety-portfolio/records'
import type { Finding } from '@safety-portfolio/stats'
import { shellWord } from '../text/shell-word.js'

/** A warning where the table holds several experiments, and how to choose one. */
export function severalExperiments(watch: ExperimentWatch): readonly Finding[] {
  const [first, ...others] = watch.columns()
  if (first === undefined) return []
  const { column, values } = first
  const shown = values.slice(0, 3).map((value) => JSON.stringify(value))
  const rest = values.length > shown.length ? ', ...' : ''
  const also = others.map((other) => `; ${JSON.stringify(other.column)} has ${other.values.length}`).join('')
  const message = `Column ${JSON.stringify(column)} has ${values.length} values (${shown.join(', ')}${rest}${also}): these are several experiments, and one law through all of them describes none. Choose one with --where ${shellWord(`${column}=VALUE`)}.`
  return [{ code: 'several-experiments', message }]
}
