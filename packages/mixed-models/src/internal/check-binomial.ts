import { DataError } from '@safety-portfolio/records'
import type { DataIssue } from '@safety-portfolio/records'
import type { Finding } from '@safety-portfolio/stats'
import type { MixedModel } from '../mixed-model.js'
import type { BinomialData } from './binomial-data.js'

/** Largest number of random effects of crossed factors beside those of the largest one: what remains after it is a dense matrix. */
const crossedLimit = 1500

/** Throws a list of the rows that are not counts. */
export function checkCounts(model: MixedModel, data: BinomialData): void {
  const issues: DataIssue[] = []
  const omitted = new Set(model.omittedRows)
  let row = 0
  for (let i = 0; i < data.n; i += 1) {
    do row += 1
    while (omitted.has(row))
    const k = data.successes[i]!
    const m = data.trials[i]!
    if (Number.isInteger(k) && Number.isInteger(m) && k >= 0 && k <= m && m > 0) continue
    issues.push({
      code: 'not-a-count',
      path: [row],
      value: `${k} of ${m}`,
      message: `a binomial response needs whole numbers of yes and of trials with 0 <= yes <= trials and trials > 0, got ${k} of ${m}`,
    })
  }
  if (issues.length > 0) throw new DataError(issues)
}

/** Why a model cannot be fitted, or null. */
export function checkBinomial(model: MixedModel, separated: boolean): Finding | null {
  if (model.factors.length === 0) {
    return { code: 'no-random-effects', message: 'The formula has no random effects; this is a mixed model.' }
  }
  const sizes = model.factors.map(({ levels, columns }) => levels.length * columns.length)
  const beside = sizes.reduce((sum, size) => sum + size, 0) - Math.max(...sizes)
  if (beside > crossedLimit) {
    return {
      code: 'too-large',
      message: `Crossed factors with ${beside} random effects beside those of the largest factor are too many for Laplace's approximation here (limit ${crossedLimit}).`,
    }
  }
  const small = model.factors.find(({ levels }) => levels.length < 2)
  if (small !== undefined) {
    return {
      code: 'one-group',
      message: `Grouping factor ${small.name} has one level, so its variance cannot be estimated.`,
    }
  }
  if (separated) {
    return {
      code: 'separation',
      message:
        'The fixed effects separate the outcomes: some combination of them predicts yes or no perfectly, so estimates would run off to infinity. Remove or merge the effects whose levels have only one outcome.',
    }
  }
  return null
}
