import type { Finding } from '@safety-portfolio/stats'
import { createRandom } from '@safety-portfolio/stats'
import { waldInference } from './fixed-effect-inference.js'
import type { FixedEffectInference } from './fixed-effect-inference.js'
import { parseFormula } from './formula.js'
import { readFactorEntries, covarianceTemplate, semidefiniteFactor } from './internal/covariance-template.js'
import { toNested } from './internal/dense.js'
import { fittedProblem } from './internal/fitted-problem.js'
import type { FittedParameters } from './internal/fitted-problem.js'
import { equivalencePower, smallestNoncentrality, testPower } from './internal/t-test-power.js'
import { kenwardRoger } from './kenward-roger.js'
import { prepareModel } from './mixed-model.js'
import type { MixedModel, ModelOptions, Rows } from './mixed-model.js'
import type { RandomEffectCovariance } from './random-effects.js'
import { version } from './version.js'

/** The variances that a plan assumes; a fit of a pilot study is one. */
export interface AssumedVariances {
  /** Covariance of the random effects of each term: grouping factor, names of the effects and matrix. */
  readonly random: readonly Pick<RandomEffectCovariance, 'group' | 'terms' | 'covariance'>[]
  /** Residual standard deviation. */
  readonly sigma: number | null
}

/** Options of {@link powerAnalysis}. */
export interface PowerOptions extends ModelOptions {
  /** True size of effects by name of the term: their power is computed. */
  readonly effects?: Readonly<Record<string, number>>
  /** Combinations of fixed effects to plan for as well, each with a weight for each term it uses. */
  readonly contrasts?: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Two-sided level of the test. Default 0.05. */
  readonly alpha?: number
  /** Power that the smallest detectable effect and the smallest margin are for. Default 0.8. */
  readonly power?: number
  /** Margin of an equivalence test (two one-sided tests): its power when the true effect is 0 is computed. */
  readonly margin?: number
}

/** What a design says about one effect. */
export interface EffectPower {
  /** Name of the term or contrast. */
  readonly term: string
  /** Standard error to expect. */
  readonly se: number
  /** Degrees of freedom to expect; `null` for the normal distribution. */
  readonly df: number | null
  /** The true effect that was asked about, or `null`. */
  readonly effect: number | null
  /** Probability that the test rejects 0 when that is the effect. */
  readonly power: number | null
  /** The smallest effect that the test finds with the target power. */
  readonly smallestDetectable: number
  /** Probability that the equivalence test with the given margin succeeds when the true effect is 0. */
  readonly equivalencePower: number | null
  /** The smallest margin within which the equivalence test succeeds with the target power when the true effect is 0. */
  readonly smallestMargin: number
}

/** What a design can find. */
export interface PowerAnalysis {
  /** The formula. */
  readonly formula: string
  /** Rows of the design. */
  readonly n: number
  /** Groups of each factor. */
  readonly groups: Readonly<Record<string, number>>
  /** Level of the test. */
  readonly alpha: number
  /** Target power. */
  readonly targetPower: number
  /** One entry for each fixed effect, then each contrast. */
  readonly effects: readonly EffectPower[]
  /** How degrees of freedom were found. */
  readonly method: 'kenward-roger' | 'wald'
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** What the numbers rest on. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}

/**
 * Power and smallest detectable effect of a planned design without simulation: the standard error of each fixed effect follows from the design and
 * the assumed variances (generalised least squares), its degrees of freedom from the expected information (Kenward and Roger 1997), and power from
 * the noncentral t distribution; of the equivalence test by its usual approximation, 2 P(T > t) - 1 of one side. The response of the formula is
 * not read and need not exist.
 *
 * @param formula - The model that will be fitted.
 * @param rows - The planned table, see {@link repeatGroups}.
 * @param assumed - Covariances of the random effects and sigma: a fit of a pilot study, or numbers from elsewhere.
 * @param options - Effects, contrasts, alpha, target power, margin.
 * @throws RangeError when a random term of the formula has no assumed covariance, or an option is out of range.
 * @example
 * ```ts
 * import { powerAnalysis } from '@safety-portfolio/mixed-models'
 *
 * const rows = Array.from({ length: 240 }, (_, i) => ({ g: i % 20, x: Math.floor(i / 20) % 2 }))
 * const assumed = { random: [{ group: 'g', terms: ['(Intercept)', 'x'], covariance: [[1, 0], [0, 0.25]] }], sigma: 1 }
 * const [, x] = powerAnalysis('y ~ x + (1 + x | g)', rows, assumed, { effects: { x: 0.5 } }).effects
 * x!.df // => ~19
 * x!.power // => ~0.79
 * ```
 */
export function powerAnalysis(
  formula: string,
  rows: Rows,
  assumed: AssumedVariances,
  options: PowerOptions = {},
): PowerAnalysis {
  const { effects = {}, contrasts = {}, alpha = 0.05, power: target = 0.8, margin } = options
  check('alpha', alpha, alpha > 0 && alpha < 1)
  check('power', target, target > alpha && target < 1)
  if (margin !== undefined) check('margin', margin, margin > 0 && margin < Infinity)
  const model = plannedModel(formula, rows, options)
  const fit = assumedFit(model, assumed)
  const { inference, warnings } = inferenceOf(model, fit)
  const unknown = [
    ...Object.keys(effects),
    ...Object.values(contrasts).flatMap((weights) => Object.keys(weights)),
  ].find((term) => !inference.terms.includes(term) && !Object.hasOwn(contrasts, term))
  if (unknown !== undefined) {
    throw new RangeError(
      `powerAnalysis: no fixed effect ${JSON.stringify(unknown)}; there are ${inference.terms.join(', ')}`,
    )
  }
  const wanted = [...inference.terms.map((term) => [term, { [term]: 1 }] as const), ...Object.entries(contrasts)]
  return {
    formula: parseFormula(formula).text,
    n: model.n,
    groups: Object.fromEntries(model.factors.map(({ name, levels }) => [name, levels.length])),
    alpha,
    targetPower: target,
    effects: wanted.map(([term, weights]): EffectPower => {
      const contrast = inference.terms.map((name) => (weights as Readonly<Record<string, number>>)[name] ?? 0)
      const se = Math.sqrt(
        contrast.reduce(
          (sum, a, i) => sum + a * contrast.reduce((inner, b, j) => inner + b * inference.covariance[i]![j]!, 0),
          0,
        ),
      )
      const df = inference.degreesOfFreedom(contrast)
      const effect = Object.hasOwn(effects, term) ? effects[term]! : null
      return {
        term,
        se,
        df,
        effect,
        power: effect === null ? null : testPower(effect / se, df, alpha),
        smallestDetectable: se * smallestNoncentrality((ncp) => testPower(ncp, df, alpha), target),
        equivalencePower: margin === undefined ? null : equivalencePower(margin / se, df, alpha),
        smallestMargin: se * smallestNoncentrality((ncp) => equivalencePower(ncp, df, alpha), target),
      }
    }),
    method: inference.method === 'kenward-roger' ? 'kenward-roger' : 'wald',
    warnings: [...model.warnings, ...warnings],
    assumptions: [
      'The assumed variances are the true ones; the design is carried out as given, without missing rows.',
      'The test is that of a REML fit with small-sample degrees of freedom at a two-sided level.',
    ],
    version,
  }
}

function check(name: string, value: number, good: boolean): void {
  if (!good) throw new RangeError(`powerAnalysis: ${name} is out of range, got ${value}`)
}

/** The model of the design; its response is noise, of which the standard errors to expect do not depend. */
function plannedModel(formula: string, rows: Rows, options: ModelOptions): MixedModel {
  const { text } = parseFormula(formula)
  const random = createRandom(1)
  const planned = rows.map((row) => ({ ...row, 'planned response': random.normal() }))
  return prepareModel(`\`planned response\`${text.slice(text.indexOf(' ~ '))}`, planned, options)
}

/** A fit with the assumed parameters. */
function assumedFit(model: MixedModel, assumed: AssumedVariances): FittedParameters {
  const { sigma } = assumed
  if (sigma === null || !(sigma > 0)) {
    throw new RangeError(`powerAnalysis: sigma must be positive, got ${String(sigma)}`)
  }
  const theta = model.factors.flatMap(({ name, columnNames, blocks }) => {
    let start = 0
    return blocks.flatMap((size) => {
      const terms = columnNames.slice(start, start + size)
      start += size
      const found = assumed.random.find(({ group, terms: own }) => group === name && own.join() === terms.join())
      if (found === undefined) {
        throw new RangeError(`powerAnalysis: no assumed covariance of ${terms.join(', ')} by ${name}`)
      }
      const relative = Float64Array.from(found.covariance.flat(), (value) => value / sigma ** 2)
      if (relative.length !== size * size || relative.some(Number.isNaN)) {
        throw new RangeError(
          `powerAnalysis: the covariance of ${terms.join(', ')} by ${name} must be ${size} x ${size}`,
        )
      }
      return readFactorEntries(covarianceTemplate([size]), semidefiniteFactor(relative, size))
    })
  })
  return { formula: model.formula.text, n: model.n, method: 'REML', sigma, theta, refusal: null }
}

function inferenceOf(
  model: MixedModel,
  fit: FittedParameters,
): { readonly inference: FixedEffectInference; readonly warnings: readonly Finding[] } {
  try {
    return { inference: kenwardRoger(model, fit), warnings: [] }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const { covariance } = fittedProblem('powerAnalysis', model, fit)
    const p = model.fixedNames.length
    const nested = toNested(covariance, p, p)
    const fixed = model.fixedNames.map((term, k) => ({
      term,
      estimate: 0,
      se: Math.sqrt(nested[k]![k]!),
      df: null,
      statistic: null,
      p: null,
      interval: null,
    }))
    const warning = {
      code: 'normal-theory',
      message: `${error.message}. Power is by the normal distribution, which is too hopeful where groups are few.`,
    }
    return { inference: waldInference({ fixed, fixedCovariance: nested }), warnings: [warning] }
  }
}
