import { adjustedScores, type AdjustedScores } from '../adjusted-scores.js'
import type { CompareSettings } from '../compare-options.js'
import { shuffledFloor } from '../floors.js'
import type { Scorer } from '../model-scores.js'
import type { OpinionTable } from '../opinion-table.js'
import { correctedScores } from './corrected-scores.js'
import { ceilingsOfSamples } from '../pair-ceilings.js'
import type { ResamplingUnits } from '../resampling-units.js'
import { similarityVariance } from '../survey-error.js'
import { requireBase } from '../log-base.js'
import { at, countryMeans, finitePairs, type CountryPairs } from './country-pairs.js'
import { bootstrapGroups, type GroupedMeans, type Resampler } from './unit-bootstrap.js'

/** Everything about one model from which its numbers are read. */
export interface ModelAnalysis {
  readonly model: number
  readonly pairs: CountryPairs
  /** Per answer of the table; NaN where the model has none. */
  readonly scores: Float64Array
  /** Series: similarity, uniform floor, ceiling (1 where unknown). */
  readonly means: GroupedMeans
  readonly marginal: { readonly means: Float64Array; readonly n: Int32Array }
  readonly shuffled: { readonly means: Float64Array; readonly n: Int32Array }
  /** Of the pairs with a known sample size. */
  readonly corrected: { readonly means: Float64Array; readonly n: Int32Array }
  readonly ceilingKnown: Uint8Array
  readonly adjusted: AdjustedScores
  readonly surveyErrors: Float64Array
}

/** What all models share. */
export interface SharedScores {
  readonly score: Scorer
  readonly uniform: Float64Array
  readonly marginal: Float64Array
  readonly units: ResamplingUnits
  /** Draws the units; the same for all models, so that their differences are paired. */
  readonly resample: Resampler
  /** Ceilings that were computed, by the samples of the questions. */
  readonly ceilings: Map<string, Float64Array>
}

/** Scores one model and resamples its questions. */
export function analyseModel(
  table: OpinionTable,
  model: number,
  shared: SharedScores,
  settings: CompareSettings,
): ModelAnalysis {
  const { base, measure, seed, replicates, level } = settings
  const { mass, answered } = table.models[model]!
  const scores = shared
    .score(mass)
    .map((value, answer) => (answered[table.answerQuestion[answer]!] === 0 ? NaN : value))
  const pairs = finitePairs(table, [scores], answered)
  const countryCount = table.countries.length
  const sampled =
    measure === 'jensen-shannon' ? ceilingsOnce(table, table.models[model]!.samples, shared, settings) : null
  const ceilings =
    sampled === null
      ? new Float64Array(scores.length).fill(1)
      : sampled.map((value) => (Number.isNaN(value) ? 1 : value))
  const ceilingKnown = new Uint8Array(countryCount)
  if (sampled !== null) {
    for (const [index, answer] of pairs.answers.entries()) {
      if (!Number.isNaN(sampled[answer]!)) ceilingKnown[pairs.countries[index]!] = 1
    }
  }
  const means = bootstrapGroups(
    {
      series: [scores, shared.uniform, ceilings].map((values) => at(values, pairs.answers)),
      groups: pairs.countries,
      groupCount: countryCount,
      units: pairs.questions.map((question) => shared.units.unitOf[question]!),
      unitCount: shared.units.count,
    },
    replicates,
    shared.resample,
  )
  return {
    model,
    pairs,
    scores,
    means,
    marginal: countryMeans(shared.marginal, pairs, countryCount),
    shuffled: countryMeans(shuffledFloor(table, model, { base, measure, seed }), pairs, countryCount),
    corrected: countryMeans(
      measure === 'jensen-shannon' ? correctedScores(table, model, settings) : scores.map(() => NaN),
      pairs,
      countryCount,
    ),
    ceilingKnown,
    adjusted: adjustedScores(
      {
        scores: at(scores, pairs.answers),
        countries: pairs.countries,
        countryCount,
        questions: pairs.questions,
        questionCount: table.questions.length,
      },
      { level },
    ),
    surveyErrors: surveyErrors(table, model, pairs, settings),
  }
}

/** Models with the same numbers of samples have the same ceilings. */
function ceilingsOnce(
  table: OpinionTable,
  samples: Float64Array,
  { ceilings }: SharedScores,
  { base, seed, surveyN, modelSamples, designEffect }: CompareSettings,
): Float64Array {
  const key = samples.join()
  let found = ceilings.get(key)
  if (found === undefined) {
    found = ceilingsOfSamples(table, samples, { base, seed, surveyN, modelSamples, designEffect })
    ceilings.set(key, found)
  }
  return found
}

/** Standard error of each country's mean from the sampling of people: questions count as independent samples. NaN where no n is known. */
function surveyErrors(
  table: OpinionTable,
  model: number,
  pairs: CountryPairs,
  settings: CompareSettings,
): Float64Array {
  const { base, measure, surveyN, designEffect } = settings
  const countries = table.countries.length
  const variance = new Float64Array(countries)
  const n = new Int32Array(countries)
  const unknown = new Uint8Array(countries)
  const logBase = requireBase('compareOpinions', base)
  for (const [index, answer] of pairs.answers.entries()) {
    const country = pairs.countries[index]!
    const question = pairs.questions[index]!
    const people = (table.answerN[answer]! > 0 ? table.answerN[answer]! : (surveyN ?? 0)) / designEffect
    n[country]! += 1
    if (!(people > 0) || measure !== 'jensen-shannon') {
      unknown[country] = 1
      continue
    }
    const { size } = table.questions[question]!
    const one = similarityVariance(
      table.models[model]!.mass,
      table.questionOffsets[question]!,
      table.mass,
      table.answerOffsets[answer]!,
      size,
    )
    variance[country]! += (one ?? 0) / (people * logBase)
  }
  return variance.map((sum, country) =>
    unknown[country] === 1 || n[country] === 0 ? NaN : Math.sqrt(sum) / n[country]!,
  )
}
