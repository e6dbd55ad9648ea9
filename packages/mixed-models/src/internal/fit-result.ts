import type { Finding } from '@safety-portfolio/stats'
import type { Certificate } from '../certificate.js'
import { fixedEffect } from '../fixed-effects.js'
import type { MixedModel } from '../mixed-model.js'
import type { ModelFit } from '../model-fit.js'
import { version } from '../version.js'
import { toNested } from './dense.js'

/** Throws unless a level is one. */
export function requireLevel(caller: string, level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`${caller}: level must be between 0 and 1, got ${level}`)
}

/** What a result says of its model, whether or not it could be fitted. */
export function describeModel(
  model: MixedModel,
): Pick<ModelFit, 'formula' | 'n' | 'groups' | 'droppedColumns' | 'omittedRows' | 'version'> {
  return {
    formula: model.formula.text,
    n: model.n,
    groups: Object.fromEntries(model.factors.map(({ name, levels }) => [name, levels.length])),
    droppedColumns: model.droppedColumns,
    omittedRows: model.omittedRows,
    version,
  }
}

type Estimated =
  | 'minusTwoLogLik'
  | 'aic'
  | 'bic'
  | 'converged'
  | 'certificate'
  | 'fixed'
  | 'fixedCovariance'
  | 'evaluations'
  | 'warnings'
  | 'refusal'

/** The fields of a fit that was refused. */
export function refusedFit(
  model: MixedModel,
  refusal: Finding,
): Pick<ModelFit, Estimated | 'random' | 'theta' | 'ranef'> & { readonly sigma: null } {
  return {
    minusTwoLogLik: null,
    aic: null,
    bic: null,
    converged: false,
    certificate: null,
    fixed: [],
    fixedCovariance: [],
    random: [],
    sigma: null,
    theta: [],
    ranef: [],
    evaluations: 0,
    warnings: [...model.warnings, refusal],
    refusal,
  }
}

/** The fields that follow from an optimum: information criteria, fixed effects by normal theory, warnings. */
export function estimatedFit(
  model: MixedModel,
  optimum: {
    readonly minusTwoLogLik: number
    readonly parameters: number
    readonly converged: boolean
    readonly certificate: Certificate
    readonly evaluations: number
    readonly estimates: ArrayLike<number>
    /** Of the fixed effects, p x p. */
    readonly covariance: Float64Array
    readonly level: number
  },
): Pick<ModelFit, Estimated> {
  const { minusTwoLogLik, parameters, converged, certificate, evaluations, estimates, covariance, level } = optimum
  const p = model.fixedNames.length
  return {
    minusTwoLogLik,
    aic: minusTwoLogLik + 2 * parameters,
    bic: minusTwoLogLik + Math.log(model.n) * parameters,
    converged,
    certificate,
    fixed: model.fixedNames.map((term, k) =>
      fixedEffect({
        term,
        estimate: estimates[k]!,
        se: Math.sqrt(covariance[k * p + k]!),
        df: null,
        level,
        method: 'wald',
      }),
    ),
    fixedCovariance: toNested(covariance, p, p),
    evaluations,
    warnings: [...model.warnings, ...fitWarnings(converged, certificate)],
    refusal: null,
  }
}

function fitWarnings(converged: boolean, certificate: Certificate): Finding[] {
  const warnings: Finding[] = []
  if (!converged) {
    warnings.push({
      code: 'not-converged',
      message: `The optimum is not proven: gradient norm ${certificate.gradientNorm.toPrecision(3)}, KKT condition ${String(certificate.kkt)}.`,
    })
  }
  if (certificate.boundary) {
    warnings.push({
      code: 'boundary',
      message: `The random-effect covariance has rank ${certificate.rank} of ${certificate.dimensions}: the data support no variance in the other directions${certificate.kkt === true ? ', which the certificate proves to be the optimum' : ''}.`,
    })
  }
  return warnings
}
