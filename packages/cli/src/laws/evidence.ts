import type { LawFit } from '@safety-portfolio/scaling-laws'
import { counted } from '../text/counted.js'
import { formatNumber } from '../text/format-number.js'

/** What speaks for a fit being the optimum that it claims to be, as terms and their values. */
export function fitEvidence(fit: Omit<LawFit<string, unknown>, 'loss'>): readonly (readonly [string, string])[] {
  const { converged, objective, gradientNorm, basins, bootstrap } = fit
  return [
    ['converged', converged ? 'yes, certified' : 'no'],
    ['objective', objective === null ? 'none' : formatNumber(objective, 8)],
    ...(gradientNorm === null ? [] : [['gradient, relative to its terms', formatNumber(gradientNorm, 2)] as const]),
    ...(basins === null
      ? []
      : [['optima found', `${basins.optima.length}, from ${counted(basins.starts, 'start')}`] as const]),
    ...(bootstrap === null
      ? []
      : [['resamples', `${bootstrap.replicates}, of which ${bootstrap.failed} gave no fit`] as const]),
  ]
}
