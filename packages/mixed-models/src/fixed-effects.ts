import type { Interval } from '@safety-portfolio/stats'
import { normalQuantile, normalSurvival, studentTQuantile, studentTSurvival } from '@safety-portfolio/stats'

/** One fixed effect as it is reported. */
export interface FixedEffect {
  /** Column name, as R would write it: `raceBlack`, `x:z`. */
  readonly term: string
  /** Estimate on the scale of the linear predictor. */
  readonly estimate: number
  /** Standard error. */
  readonly se: number
  /** Denominator degrees of freedom of the t distribution; `null` for the normal distribution. */
  readonly df: number | null
  /** estimate / se; `null` when the standard error is 0. */
  readonly statistic: number | null
  /** Two-sided p-value for an effect of 0; `null` when `statistic` is. */
  readonly p: number | null
  /** Confidence interval. */
  readonly interval: Interval | null
}

/** How a {@link FixedEffect} is made from its parts. */
export interface FixedEffectParts {
  /** Column name. */
  readonly term: string
  /** Estimate. */
  readonly estimate: number
  /** Standard error. */
  readonly se: number
  /** Degrees of freedom, or `null` for the normal distribution. */
  readonly df: number | null
  /** Coverage of the interval. */
  readonly level: number
  /** Name of the method for the interval. */
  readonly method: string
}

/** Adds statistic, p-value and interval to an estimate with its standard error. */
export function fixedEffect({ term, estimate, se, df, level, method }: FixedEffectParts): FixedEffect {
  if (!(se > 0) || !Number.isFinite(se)) return { term, estimate, se, df, statistic: null, p: null, interval: null }
  const statistic = estimate / se
  const tail = df === null ? normalSurvival(Math.abs(statistic)) : studentTSurvival(Math.abs(statistic), df)
  const upper = 1 - (1 - level) / 2
  const margin = se * (df === null ? normalQuantile(upper) : studentTQuantile(upper, df))
  return {
    term,
    estimate,
    se,
    df,
    statistic,
    p: Math.min(1, 2 * tail),
    interval: { lower: estimate - margin, upper: estimate + margin, level, method },
  }
}
