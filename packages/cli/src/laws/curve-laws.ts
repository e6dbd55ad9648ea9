import {
  curvePointSchema,
  downstreamPointSchema,
  fitBnsl,
  fitDownstreamError,
  fitLossToLoss,
  fitM1,
  fitM2,
  fitM3,
  fitM4,
  fitPowerLaw,
  lossPairSchema,
  type CurvePoint,
  type LossName,
} from '@safety-portfolio/scaling-laws'
import type { FitOptions } from './fit-options.js'
import type { FitRequest, Law, LawField } from './law.js'
import { plainLaw, type PlainFit } from './plain-law.js'

const curveFields: readonly LawField[] = [
  { name: 'x', meaning: 'the quantity that is scaled up: examples, parameters, compute' },
  { name: 'loss', meaning: 'the loss that was reached' },
]

function curveLaw(
  name: string,
  title: string,
  formula: string,
  fit: (points: readonly CurvePoint[], options: FitOptions, request: FitRequest) => PlainFit,
  flags: NonNullable<Law['flags']> = [],
): Law {
  return plainLaw<CurvePoint>({
    name,
    title,
    formula,
    fields: curveFields,
    schema: () => curvePointSchema,
    predicted: ({ loss }) => loss,
    fit,
    flags,
  })
}

const squaredFirst: readonly LossName[] = ['squared', 'huber', 'lad', 'log-squared']

/** Laws of one quantity. */
export const curveLaws: readonly Law[] = [
  curveLaw('power', 'Power law', 'L(x) = (scale/x)^exponent', fitPowerLaw),
  curveLaw('m1', 'Power law M1', 'L(x) = B x^-c', fitM1),
  curveLaw('m2', 'Power law with offset M2', 'L(x) = E + B x^-c', fitM2),
  curveLaw('m3', 'Power law with offset of x, M3', 'L(x) = B (1/x + gamma)^c', fitM3),
  curveLaw('m4', 'Law of learning from random guessing to its limit, M4', '(L - E)/(E0 - L)^alpha = B x^-c', fitM4),
  curveLaw(
    'bnsl',
    'Broken neural scaling law',
    'y = a + b x^-c0 (1 + (x/d1)^(1/f1))^(-c1 f1) ...',
    (points, options, { breaks }) => fitBnsl(points, { ...options, ...(breaks === undefined ? {} : { breaks }) }),
    ['breaks'],
  ),
  plainLaw({
    name: 'downstream-error',
    title: 'Law of downstream error',
    formula: 'error = epsilon - k exp(-gamma L)',
    fields: [
      { name: 'loss', meaning: 'loss of the model' },
      { name: 'error', meaning: 'its error downstream' },
    ],
    schema: () => downstreamPointSchema,
    predicted: ({ error }) => error,
    fit: (points, options) => fitDownstreamError(points, options),
    losses: squaredFirst,
  }),
  plainLaw({
    name: 'loss-to-loss',
    title: 'Loss-to-loss law',
    formula: 'target = K (source - E0)^kappa + E1',
    fields: [
      { name: 'source', meaning: 'loss on one distribution' },
      { name: 'target', meaning: 'loss on another' },
    ],
    schema: () => lossPairSchema,
    predicted: ({ target }) => target,
    fit: (pairs, options) => fitLossToLoss(pairs, options),
  }),
]
