import { DataError } from '@safety-portfolio/records'
import {
  fitMixed,
  prepareModel,
  shrinkage,
  type ConditionalModes,
  type LinearFit,
  type MixedFit,
  type Rows,
  type Shrinkage,
} from '@safety-portfolio/mixed-models'
import type { MixedState } from './state.js'

/** What the page shows: the fit of the package, and for the chosen random effect each group by its own rows and by the model. */
export interface MixedResult {
  /** `null` when the formula cannot be used with the table; then `problem` says why. */
  readonly fit: MixedFit | null
  readonly problem: string | null
  /** Of every random effect, in the order of the terms; `null` where a group's own rows have no least-squares answer. */
  readonly shrinkage: readonly (Shrinkage | null)[]
}

/** Fits the model of the state. What is wrong with a formula is a result, not an error: the reader is still typing. */
export function fitTable(rows: Rows, state: MixedState): MixedResult {
  try {
    return fitFormula(rows, state)
  } catch (error) {
    if (error instanceof DataError) {
      const first = error.issues[0]
      return failed(
        `${first?.message ?? error.message}${error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : ''}`,
      )
    }
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error
    return failed(error.message.replace(/^\w+: /, ''))
  }
}

const failed = (problem: string): MixedResult => ({ fit: null, problem, shrinkage: [] })

function fitFormula(rows: Rows, state: MixedState): MixedResult {
  const { formula, family, method, inference, replicates, seed } = state
  const baselines = baselinesOf(state.baseline)
  const model = prepareModel(formula, rows, { baselines })
  const plain = family === 'gaussian' && model.bounds === null
  const possible = plain || inference === 'wald' || (family === 'binomial' && inference.endsWith('bootstrap'))
  const fit = fitMixed(formula, rows, {
    family,
    method,
    inference: possible ? inference : 'wald',
    replicates,
    seed,
    baselines,
  })
  const linear = plain && fit.refusal === null
  return {
    fit,
    problem: null,
    shrinkage: effectsOf(fit).map(({ modes, term }) =>
      linear ? shrinkage(model, fit as LinearFit, { group: modes.group, term }) : null,
    ),
  }
}

function baselinesOf(text: string): Record<string, string> {
  const pairs = text
    .split(',')
    .map((pair) => pair.split('='))
    .filter(([column = '', level = '']) => column.trim() !== '' && level.trim() !== '')
  return Object.fromEntries(pairs.map(([column = '', level = '']) => [column.trim(), level.trim()]))
}

/** Every random effect of a fit. */
export function effectsOf(
  fit: MixedFit | null,
): readonly { readonly modes: ConditionalModes; readonly term: string }[] {
  return (fit?.ranef ?? []).flatMap((modes) => modes.terms.map((term) => ({ modes, term })))
}

/** The random effect that the charts show. */
export function chosenEffect({ fit }: MixedResult, { effect }: MixedState): number {
  return Math.min(effect, Math.max(1, effectsOf(fit).length)) - 1
}
