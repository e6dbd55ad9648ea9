import type { BnslParameters } from './bnsl-law.js'
import type { ChinchillaParameters } from './chinchilla-law.js'
import type { CurvePoint } from './curve-point.js'
import type { DefinedLaw } from './define-law.js'
import type { KaplanParameters, PowerLawParameters } from './kaplan-laws.js'
import type { KaplanStepsParameters, TrainingStepPoint } from './kaplan-training.js'
import type { M1Parameters, M2Parameters, M3Parameters, M4Parameters } from './m-laws.js'
import type { OverTrainingParameters } from './over-training-law.js'
import type { PowerOffsetParameters } from './power-offset-law.js'
import type { TrainingRun } from './training-run.js'

/** The laws that intervals, predictions, backtests and comparisons know, with the data and the constants of each. */
export interface LawTypes {
  /** The broken law with one break; see `fitBnsl`. */
  readonly bnsl: { readonly point: CurvePoint; readonly constants: BnslParameters }
  /** The same with two breaks. */
  readonly 'bnsl-2': { readonly point: CurvePoint; readonly constants: BnslParameters }
  /** The same with three breaks. */
  readonly 'bnsl-3': { readonly point: CurvePoint; readonly constants: BnslParameters }
  /** The same with four breaks. */
  readonly 'bnsl-4': { readonly point: CurvePoint; readonly constants: BnslParameters }
  /** The same with five breaks. */
  readonly 'bnsl-5': { readonly point: CurvePoint; readonly constants: BnslParameters }
  /** The same with six breaks. */
  readonly 'bnsl-6': { readonly point: CurvePoint; readonly constants: BnslParameters }
  /** L = E + A / N^alpha + B / D^beta; see `fitChinchilla`. */
  readonly chinchilla: { readonly point: TrainingRun; readonly constants: ChinchillaParameters }
  /** L = [(Nc / N)^(alphaN / alphaD) + Dc / D]^alphaD; see `fitKaplan`. */
  readonly kaplan: { readonly point: TrainingRun; readonly constants: KaplanParameters }
  /** L = (Nc / N)^alphaN + (Sc / S)^alphaS; see `fitKaplanSteps`. */
  readonly 'kaplan-steps': { readonly point: TrainingStepPoint; readonly constants: KaplanStepsParameters }
  /** y = B x^-c; see `fitM1`. */
  readonly m1: { readonly point: CurvePoint; readonly constants: M1Parameters }
  /** y = E + B x^-c, as `power-offset`; see `fitM2`. */
  readonly m2: { readonly point: CurvePoint; readonly constants: M2Parameters }
  /** The third law of Alabdulmohsin et al. 2022; see `fitM3`. */
  readonly m3: { readonly point: CurvePoint; readonly constants: M3Parameters }
  /** The fourth, with its first loss fitted too; see `fitM4`. */
  readonly m4: { readonly point: CurvePoint; readonly constants: M4Parameters }
  /** L = E + (a M^eta + b M^-eta) C^-eta; see `fitOverTraining`. */
  readonly 'over-training': { readonly point: TrainingRun; readonly constants: OverTrainingParameters }
  /** y = (scale / x)^exponent; see `fitPowerLaw`. */
  readonly power: { readonly point: CurvePoint; readonly constants: PowerLawParameters }
  /** y = E + B x^-c; see `fitPowerOffset`. */
  readonly 'power-offset': { readonly point: CurvePoint; readonly constants: PowerOffsetParameters }
}

/** Name of a law, as in `fit.law`. */
export type LawName = keyof LawTypes

type PointOf<Law extends LawName> = LawTypes[Law]['point']
type ConstantsOf<Law extends LawName> = LawTypes[Law]['constants']

/** A law by its name, or one of the reader's own, made by `defineLaw`. */
export type KnownLaw = LawName | DefinedLaw<string, never>

/** What results call a law: its name. */
export type LawLabel<Law extends KnownLaw> = Law extends LawName ? Law : string

/** One datum of a law: a training run, a point of a curve, or a place of a defined law with its loss. */
export type LawPoint<Law extends KnownLaw> = Law extends LawName
  ? PointOf<Law>
  : Law extends DefinedLaw<string, infer Place>
    ? Place & { readonly loss: number }
    : never

/** The constants of a law. */
export type LawConstants<Law extends KnownLaw> = Law extends LawName
  ? ConstantsOf<Law>
  : Law extends DefinedLaw<infer Name, never>
    ? Readonly<Record<Name, number>>
    : never
