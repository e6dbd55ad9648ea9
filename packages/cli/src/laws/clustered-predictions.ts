import {
  bootstrapLaw,
  lawLoss,
  type LawConstants,
  type LawName,
  type LawPoint,
  type LossName,
  type LossPredictions,
} from '@safety-portfolio/scaling-laws'
import type { Interval } from '@safety-portfolio/stats'
import { UsageError } from '../usage-error.js'
import { isIndependence } from './profiled.js'

/** How clusters are drawn. */
interface ClusterDraws {
  readonly loss: LossName
  readonly delta?: number
  readonly level: number
  readonly identifiability?: 'warn'
  readonly replicates: number
  readonly seed: number
}

/**
 * The predictions with rows of one cluster drawn as a whole: intervals of the law are those of its replicates, and those of a new run are longer or shorter
 * by as much, in quadrature. The noise of a run, as seen about the law, is that of a new cluster.
 */
export function clusteredPredictions<Name extends LawName>(
  found: LossPredictions<Name>,
  points: readonly LawPoint<Name>[],
  options: ClusterDraws,
): LossPredictions<Name> {
  const law = found.law as Name
  const clusters = points.map((point) => (point as { readonly cluster?: string }).cluster!)
  const quantities = Object.fromEntries(
    found.predictions.map(({ at }, k) => [
      `loss ${k}`,
      (constants: LawConstants<Name>) => lawLoss(law, constants, at as never),
    ]),
  )
  const drawn = bootstrapLaw(law, points, { ...options, kind: 'hierarchical', clusters, quantities })
  if (drawn.refusal !== undefined) throw new UsageError(`--cluster: ${drawn.refusal.message}`)
  const scale = options.loss === 'squared' ? (x: number): number => x : Math.log
  const back = options.loss === 'squared' ? (x: number): number => x : Math.exp
  const predictions = found.predictions.map((one, k) => {
    const { estimate, interval: own } = one.mean
    const { standardError, interval, reason } = drawn.estimates[`loss ${k}`]!
    const mean = { estimate, standardError, interval, ...(reason === undefined ? {} : { reason }) }
    const run = one.prediction.interval
    if (run === null || own === null || interval === null || estimate === null) return { ...one, mean }
    const centre = scale(estimate)
    const end = (side: 'lower' | 'upper'): number => {
      const away = ({ [side]: value }: Interval): number => scale(value) - centre
      const length = Math.sqrt(Math.max(0, away(run) ** 2 - away(own) ** 2) + away(interval) ** 2)
      return back(centre + Math.sign(away(run)) * length)
    }
    const method = run.method.replace(own.method, interval.method)
    return {
      ...one,
      mean,
      prediction: { ...one.prediction, interval: { ...run, lower: end('lower'), upper: end('upper'), method } },
    }
  })
  return {
    ...found,
    predictions,
    method: found.method.replace(
      /mean: [^;]*; prediction: /,
      `${drawn.method.replace(/^.*intervals: /, 'mean: ')}; prediction: `,
    ),
    assumptions: [...new Set([...drawn.assumptions, ...found.assumptions])].filter((text) => !isIndependence(text)),
    warnings: [...new Map([...found.warnings, ...drawn.warnings].map((finding) => [finding.code, finding])).values()],
  }
}
