import type { PlotOptions } from '@observablehq/plot'
import type { DiscriminationAnalysis } from '@safety-portfolio/discrimination'
import type { ChartSize } from './chart-size.js'
import { intervalChart } from './interval-chart.js'

/** Options of {@link discriminationScoreChart}. */
export interface DiscriminationScoreChartOptions extends ChartSize {
  /** `'logit'` (default), or `'probability'`: the average marginal effect on p(yes). */
  readonly scale?: 'logit' | 'probability'
  /** Planted truth by term, where decisions were simulated. */
  readonly truth?: Readonly<Record<string, number>>
}

/**
 * Discrimination scores with their intervals around 0: right of it people of the level are favoured against the baseline. A score that is not estimable
 * keeps its line and says why.
 *
 * @example
 * ```ts
 * import { discriminationScoreChart } from '@safety-portfolio/charts'
 * import { analyzeDecisions, decisionTable } from '@safety-portfolio/discrimination'
 *
 * const rows = [0, 1, 2, 3, 4, 5].flatMap((question) =>
 *   ['male', 'female'].map((gender) => ({ question, gender, logit: question + (gender === 'female' ? 1 + (question % 3) / 10 : 0) })),
 * )
 * discriminationScoreChart(analyzeDecisions(decisionTable(rows))).ariaDescription // => 'gender=female: 1.1 (1.01 to 1.19).'
 * ```
 */
export function discriminationScoreChart(
  analysis: Pick<DiscriminationAnalysis, 'scores' | 'baseline'>,
  options: DiscriminationScoreChartOptions = {},
): PlotOptions {
  const { scale = 'logit', truth = {}, ...size } = options
  const rows = analysis.scores.map((score) => {
    const { estimate, interval, reason } = scale === 'logit' ? score : score.probabilityScale
    const planted = truth[score.term]
    return {
      label: score.term,
      estimate,
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      ...(planted === undefined ? {} : { truth: planted }),
      ...(reason === undefined ? {} : { reason }),
    }
  })
  const against = Object.entries(analysis.baseline)
    .map(([name, level]) => `${name} ${level}`)
    .join(', ')
  const what = scale === 'logit' ? 'Change of the logit of yes' : 'Change of the probability of yes'
  return intervalChart(rows, {
    ...size,
    axis: (size.width ?? 680) < 480 ? what : `${what}, against ${against}`,
    reference: 0,
  })
}
