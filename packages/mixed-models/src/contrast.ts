import type { FixedEffect } from './fixed-effects.js'
import { combination } from './fixed-effect-inference.js'
import type { FixedEffectInference } from './fixed-effect-inference.js'

/**
 * A linear combination of fixed effects with its test and interval.
 *
 * @param inference - From {@link waldInference}, {@link satterthwaite}, {@link kenwardRoger} or {@link clusterRobust}.
 * @param weights - Weight of each term that takes part, e.g. `{ raceBlack: 1, raceAsian: -1 }`.
 * @param options - Label and level of the interval.
 * @throws RangeError when a term is not in the model.
 * @example
 * ```ts
 * import { contrast, fitLinear, prepareModel, satterthwaite } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * contrast(satterthwaite(model, fitLinear(model)), { '(Intercept)': 1, x: 2 }, { label: 'at x = 2' }).estimate // => ~5.79
 * ```
 */
export function contrast(
  inference: FixedEffectInference,
  weights: Readonly<Record<string, number>>,
  options: { readonly label?: string; readonly level?: number } = {},
): FixedEffect {
  const { level = 0.95 } = options
  for (const term of Object.keys(weights)) {
    if (!inference.terms.includes(term)) {
      throw new RangeError(`contrast: no fixed effect ${JSON.stringify(term)}; there are ${inference.terms.join(', ')}`)
    }
  }
  const label =
    options.label ??
    Object.entries(weights)
      .map(([term, weight]) => `${weight} ${term}`)
      .join(' + ')
  return combination(
    inference,
    label,
    inference.terms.map((term) => weights[term] ?? 0),
    level,
  )
}
