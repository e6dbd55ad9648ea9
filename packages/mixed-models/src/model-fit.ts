import type { Finding } from '@safety-portfolio/stats'
import type { Certificate } from './certificate.js'
import type { FixedEffect } from './fixed-effects.js'
import type { ConditionalModes, RandomEffectCovariance } from './random-effects.js'

/** What every fitted mixed model says of itself: plain data. */
export interface ModelFit {
  /** The formula in canonical spelling. */
  readonly formula: string
  /** Rows used. */
  readonly n: number
  /** Number of groups of each grouping factor. */
  readonly groups: Readonly<Record<string, number>>
  /** -2 log likelihood at the optimum; `null` when the fit was refused. */
  readonly minusTwoLogLik: number | null
  /** Number of parameters: fixed effects, covariance parameters, and sigma where there is one. */
  readonly parameters: number
  /** Akaike's criterion, `minusTwoLogLik + 2 parameters`; `null` when the fit was refused. */
  readonly aic: number | null
  /** Bayesian criterion, `minusTwoLogLik + log(n) parameters`; `null` when the fit was refused. */
  readonly bic: number | null
  /** Whether the certificate proves an optimum. */
  readonly converged: boolean
  /** The proof; `null` when the fit was refused. */
  readonly certificate: Certificate | null
  /** Fixed effects, with Wald (normal) intervals unless another inference was asked for. */
  readonly fixed: readonly FixedEffect[]
  /** Covariance matrix of the fixed effects, in their order. */
  readonly fixedCovariance: readonly (readonly number[])[]
  /** Covariances of the random effects. */
  readonly random: readonly RandomEffectCovariance[]
  /** Residual standard deviation (of a row with weight 1); `null` when the fit was refused or the family has none. */
  readonly sigma: number | null
  /** Entries of the covariance factors in lme4's order, relative to sigma where there is one. */
  readonly theta: readonly number[]
  /** Conditional modes of the random effects. */
  readonly ranef: readonly ConditionalModes[]
  /** Fixed-effect columns that were left out as linear combinations of others. */
  readonly droppedColumns: readonly string[]
  /** Rows left out because of a missing cell, numbered from 1. */
  readonly omittedRows: readonly number[]
  /** Evaluations of the criterion with its gradient. */
  readonly evaluations: number
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no fit: the likelihood has no maximum, or the data cannot identify the model. */
  readonly refusal: Finding | null
  /** What the numbers rest on. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}
