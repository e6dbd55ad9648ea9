import { benjaminiHochberg, holm } from '@safety-portfolio/stats'
import type { CompareSettings } from './compare-options.js'
import type { Contrast } from './comparison.js'
import { at, finitePairs } from './internal/country-pairs.js'
import type { ModelAnalysis, SharedScores } from './internal/model-analysis.js'
import { weightedMean } from './internal/model-rows.js'
import { bootstrapGroups, type GroupedMeans } from './internal/unit-bootstrap.js'
import type { OpinionTable } from './opinion-table.js'
import { differencePValue, summariseDraws } from './question-bootstrap.js'
import { unitWords, type ResamplingUnits } from './resampling-units.js'

type Bare = Omit<Contrast, 'holm' | 'bh'>

/** Differences of all pairs of models, over the pairs of question and country that both have, each country counting once. */
export function modelContrasts(
  table: OpinionTable,
  analyses: readonly ModelAnalysis[],
  shared: SharedScores,
  settings: CompareSettings,
): readonly Contrast[] {
  const { replicates, level, minQuestions } = settings
  const bare = analyses.flatMap((first, index) =>
    analyses.slice(index + 1).flatMap((second): readonly Bare[] => {
      const { n, means, draws, pairs } = difference(table, first, second, shared, replicates)
      const countries = [...table.countries.keys()].filter((country) => n[country]! >= minQuestions)
      const equal = countries.map(() => 1)
      const estimate = weightedMean(countries, equal, (country) => means(country))
      if (!Number.isFinite(estimate)) return []
      const drawn = Float64Array.from({ length: replicates }, (_, replicate) =>
        weightedMean(countries, equal, (country) => draws(country * replicates + replicate)),
      )
      const names = { first: table.models[first.model]!.name, second: table.models[second.model]!.name }
      return [{ kind: 'models', model: null, ...names, n: pairs, ...summary(estimate, drawn, level, shared.units) }]
    }),
  )
  return adjustedForNumber(bare)
}

/** Country means of the difference between two models, and their replicates. */
interface Difference {
  readonly n: Int32Array
  readonly pairs: number
  readonly means: (country: number) => number
  readonly draws: (index: number) => number
}

function difference(
  table: OpinionTable,
  first: ModelAnalysis,
  second: ModelAnalysis,
  shared: SharedScores,
  replicates: number,
): Difference {
  const [a, b] = [first.pairs.answers, second.pairs.answers]
  if (a.length === b.length && a.every((answer, index) => answer === b[index])) {
    // Both models have the same pairs and saw the same resamples: the difference of means is the mean of differences.
    const of = ({ means }: ModelAnalysis): GroupedMeans => means
    return {
      n: of(first).n,
      pairs: a.length,
      means: (country) => of(first).means[0]![country]! - of(second).means[0]![country]!,
      draws: (index) => of(first).draws[0]![index]! - of(second).draws[0]![index]!,
    }
  }
  const pairs = finitePairs(table, [first.scores, second.scores], null)
  const found = bootstrapGroups(
    {
      series: [
        at(
          first.scores.map((score, answer) => score - second.scores[answer]!),
          pairs.answers,
        ),
      ],
      groups: pairs.countries,
      groupCount: table.countries.length,
      units: pairs.questions.map((question) => shared.units.unitOf[question]!),
      unitCount: shared.units.count,
    },
    replicates,
    shared.resample,
  )
  return {
    n: found.n,
    pairs: pairs.answers.length,
    means: (country) => found.means[0]![country]!,
    draws: (index) => found.draws[0]![index]!,
  }
}

/** Differences of every country from a reference, over the questions that both were asked. */
export function countryContrasts(
  table: OpinionTable,
  { model, scores, pairs }: ModelAnalysis,
  reference: number,
  shared: SharedScores,
  settings: CompareSettings,
): readonly Contrast[] {
  const { replicates, level, minQuestions } = settings
  const { units, resample } = shared
  const ofReference = new Float64Array(table.questions.length).fill(NaN)
  for (const [index, answer] of pairs.answers.entries()) {
    if (pairs.countries[index] === reference) ofReference[pairs.questions[index]!] = scores[answer]!
  }
  const common = [...pairs.answers.keys()].filter(
    (index) => pairs.countries[index] !== reference && Number.isFinite(ofReference[pairs.questions[index]!]),
  )
  const found = bootstrapGroups(
    {
      series: [
        Float64Array.from(common, (index) => scores[pairs.answers[index]!]! - ofReference[pairs.questions[index]!]!),
      ],
      groups: Int32Array.from(common, (index) => pairs.countries[index]!),
      groupCount: table.countries.length,
      units: Int32Array.from(common, (index) => units.unitOf[pairs.questions[index]!]!),
      unitCount: units.count,
    },
    replicates,
    resample,
  )
  const bare = table.countries.flatMap((country, place): readonly Bare[] => {
    const n = found.n[place]!
    if (place === reference || n < minQuestions) return []
    const draws = found.draws[0]!.subarray(place * replicates, (place + 1) * replicates)
    const names = { first: country, second: table.countries[reference]! }
    return [
      {
        kind: 'countries',
        model: table.models[model]!.name,
        ...names,
        n,
        ...summary(found.means[0]![place]!, draws, level, units),
      },
    ]
  })
  return adjustedForNumber(bare)
}

function summary(
  difference: number,
  draws: Float64Array,
  level: number,
  units: ResamplingUnits,
): Pick<Contrast, 'difference' | 'standardError' | 'interval' | 'pValue'> {
  const { standardError, interval } = summariseDraws(draws, level, unitWords(units.kind))
  return { difference, standardError, interval, pValue: differencePValue(difference, standardError) }
}

function adjustedForNumber(bare: readonly Bare[]): readonly Contrast[] {
  const tested = bare.flatMap(({ pValue }, index) => (pValue === null ? [] : [{ index, pValue }]))
  const values = tested.map(({ pValue }) => pValue)
  const [strict, share] = [holm(values), benjaminiHochberg(values)]
  const place = new Map(tested.map(({ index }, position) => [index, position]))
  return bare.map((contrast, index) => {
    const position = place.get(index)
    return {
      ...contrast,
      holm: position === undefined ? null : strict[position]!,
      bh: position === undefined ? null : share[position]!,
    }
  })
}
