import { mean, type Estimate } from '@safety-portfolio/stats'
import { countryOf } from '../country.js'
import type { CompareSettings } from '../compare-options.js'
import type { ModelScore } from '../comparison.js'
import { kendallTauB } from '../kendall-tau-b.js'
import type { OpinionTable } from '../opinion-table.js'
import { summariseDraws } from '../question-bootstrap.js'
import { unitWords, type ResamplingUnits } from '../resampling-units.js'
import { at } from './country-pairs.js'
import type { ModelAnalysis } from './model-analysis.js'
import { bootstrapGroups, seededResampler } from './unit-bootstrap.js'

/** The numbers of one model over all countries. */
export function modelRow(
  table: OpinionTable,
  analysis: ModelAnalysis,
  units: ResamplingUnits,
  settings: CompareSettings,
): ModelScore {
  const { minQuestions, level } = settings
  const { means, pairs } = analysis
  const countries = [...table.countries.keys()].filter((country) => means.n[country]! >= minQuestions)
  const equal = countries.map(() => 1)
  const weights =
    settings.countryWeights === undefined
      ? null
      : countries.map((country) => weightOf(table.countries[country]!, settings.countryWeights!))
  const over = unitWords(units.kind)
  const floor = weightedMean(countries, equal, (country) => means.means[1]![country]!)
  return {
    model: table.models[analysis.model]!.name,
    questions: new Set(pairs.questions).size,
    pairs: pairs.answers.length,
    countries: countries.length,
    similarity: balanced(analysis, countries, equal, settings, over, `no country has ${minQuestions} questions`),
    floorUniform: Number.isFinite(floor) ? floor : null,
    topicBalanced: topicBalanced(table, analysis, settings),
    weighted:
      weights === null
        ? { estimate: null, standardError: null, interval: null, reason: 'no weights were given' }
        : balanced(analysis, countries, weights, settings, over, 'no scored country has a weight'),
    rankAgreement: rankAgreement(table, analysis),
    questionDeviation: analysis.adjusted.questionDeviation,
  }

  function balanced(
    of: ModelAnalysis,
    among: readonly number[],
    by: readonly number[],
    { replicates }: CompareSettings,
    words: string,
    reason: string,
  ): Estimate {
    const estimate = weightedMean(among, by, (country) => of.means.means[0]![country]!)
    if (!Number.isFinite(estimate)) return { estimate: null, standardError: null, interval: null, reason }
    const draws = Float64Array.from({ length: replicates }, (_, replicate) =>
      weightedMean(among, by, (country) => of.means.draws[0]![country * replicates + replicate]!),
    )
    return { estimate, ...summariseDraws(draws, level, words) }
  }
}

/** Mean over topics of the mean over pairs; questions are resampled. */
function topicBalanced(table: OpinionTable, { pairs, scores }: ModelAnalysis, settings: CompareSettings): Estimate {
  const topics = [...new Set(table.questions.flatMap(({ topic }) => (topic === null ? [] : [topic])))]
  if (topics.length < 2) {
    return { estimate: null, standardError: null, interval: null, reason: 'the survey names fewer than two topics' }
  }
  const place = new Map(topics.map((topic, index) => [topic, index]))
  const kept = [...pairs.answers.keys()].filter((index) => table.questions[pairs.questions[index]!]!.topic !== null)
  const { replicates, level, seed } = settings
  const found = bootstrapGroups(
    {
      series: [
        at(
          scores,
          Int32Array.from(kept, (index) => pairs.answers[index]!),
        ),
      ],
      groups: Int32Array.from(kept, (index) => place.get(table.questions[pairs.questions[index]!]!.topic!)!),
      groupCount: topics.length,
      units: Int32Array.from(kept, (index) => pairs.questions[index]!),
      unitCount: table.questions.length,
    },
    replicates,
    seededResampler(seed),
  )
  const all = topics.map((_, topic) => topic).filter((topic) => found.n[topic]! > 0)
  const one = all.map(() => 1)
  const draws = Float64Array.from({ length: replicates }, (_, replicate) =>
    weightedMean(all, one, (topic) => found.draws[0]![topic * replicates + replicate]!),
  )
  return {
    estimate: weightedMean(all, one, (topic) => found.means[0]![topic]!),
    ...summariseDraws(draws, level, 'questions'),
  }
}

/** Mean with weights, over the members whose value is finite; NaN where none has weight. */
export function weightedMean(
  members: readonly number[],
  weights: readonly number[],
  value: (member: number) => number,
): number {
  let [sum, total] = [0, 0]
  for (const [index, member] of members.entries()) {
    const one = value(member)
    if (!Number.isFinite(one)) continue
    sum += weights[index]! * one
    total += weights[index]!
  }
  return total > 0 ? sum / total : NaN
}

function weightOf(label: string, weights: Readonly<Record<string, number>>): number {
  const { iso3, name } = countryOf(label)
  return weights[label] ?? (iso3 === null ? undefined : weights[iso3]) ?? weights[name] ?? 0
}

function rankAgreement(table: OpinionTable, { pairs, model }: ModelAnalysis): number | null {
  const values: number[] = []
  for (const [index, answer] of pairs.answers.entries()) {
    const question = pairs.questions[index]!
    const { size } = table.questions[question]!
    if (size < 2) continue
    const from = table.questionOffsets[question]!
    const start = table.answerOffsets[answer]!
    const tau = kendallTauB(
      table.models[model]!.mass.subarray(from, from + size),
      table.mass.subarray(start, start + size),
    )
    if (tau !== null) values.push(tau)
  }
  return values.length === 0 ? null : mean(values)
}
