import type { LogBase } from './log-base.js'
import type { Measure } from './measure.js'
import type { UnitKind } from './resampling-units.js'

/** Options of {@link compareOpinions}. */
export interface CompareOptions {
  /** Base of the Jensen-Shannon distance. Default 2. */
  readonly base?: LogBase
  /** The measure. Default `'jensen-shannon'`. */
  readonly measure?: Measure
  /** Fewest questions for a country to be scored. Default 20. */
  readonly minQuestions?: number
  /** Bootstrap replicates; 0 for none. Default 1000. */
  readonly replicates?: number
  /** Any safe integer. Default 1. */
  readonly seed?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** What is resampled. Default `'auto'`: topics or batteries. */
  readonly resample?: UnitKind | 'auto'
  /** People asked, where the survey does not say. Default unknown. */
  readonly surveyN?: number | undefined
  /** Samples behind the model's answers, where the responses do not say. Default: probabilities. */
  readonly modelSamples?: number | undefined
  /** Design effect of the survey. Default 1. */
  readonly designEffect?: number | undefined
  /** Country that the others are compared with. Default: the one with the most questions. */
  readonly reference?: string | undefined
  /** Weight of each country (its population), by label or ISO alpha-3 code. Default none. */
  readonly countryWeights?: Readonly<Record<string, number>> | undefined
}

/** The options with their defaults. */
export interface CompareSettings {
  readonly base: LogBase
  readonly measure: Measure
  readonly minQuestions: number
  readonly replicates: number
  readonly seed: number
  readonly level: number
  readonly resample: UnitKind | 'auto'
  readonly surveyN: number | undefined
  readonly modelSamples: number | undefined
  readonly designEffect: number
  readonly reference: string | undefined
  readonly countryWeights: Readonly<Record<string, number>> | undefined
}

/** Fills defaults in, and throws a RangeError for what is out of range. */
export function compareSettings(options: CompareOptions): CompareSettings {
  const settings: CompareSettings = {
    base: options.base ?? 2,
    measure: options.measure ?? 'jensen-shannon',
    minQuestions: options.minQuestions ?? 20,
    replicates: options.replicates ?? 1000,
    seed: options.seed ?? 1,
    level: options.level ?? 0.95,
    resample: options.resample ?? 'auto',
    surveyN: options.surveyN,
    modelSamples: options.modelSamples,
    designEffect: options.designEffect ?? 1,
    reference: options.reference,
    countryWeights: options.countryWeights,
  }
  whole('minQuestions', settings.minQuestions, 1)
  whole('replicates', settings.replicates, 0)
  if (!(settings.level > 0 && settings.level < 1)) {
    throw new RangeError(`compareOpinions: level must lie in (0, 1), got ${settings.level}`)
  }
  for (const [country, weight] of Object.entries(settings.countryWeights ?? {})) {
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`compareOpinions: the weight of ${country} must be finite and >= 0, got ${weight}`)
    }
  }
  return settings
}

function whole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`compareOpinions: ${name} must be an integer >= ${least}, got ${value}`)
  }
}
