import { countryOf } from '../country.js'
import type { CompareSettings } from '../compare-options.js'
import type { CountryScore, OpinionComparison } from '../comparison.js'
import type { NearestCountry } from '../nearest-country.js'
import type { OpinionTable } from '../opinion-table.js'
import { summariseDraws } from '../question-bootstrap.js'
import { rankIntervals } from '../rank-interval.js'
import { unitWords, type ResamplingUnits } from '../resampling-units.js'
import { skillScore } from '../skill-score.js'
import type { ModelAnalysis } from './model-analysis.js'

/** The rows of one model, best first, and the countries with too few questions. */
export function countryRows(
  table: OpinionTable,
  analysis: ModelAnalysis,
  nearest: readonly (NearestCountry | null)[],
  units: ResamplingUnits,
  settings: CompareSettings,
): { readonly rows: readonly CountryScore[]; readonly omitted: OpinionComparison['omitted'] } {
  const { minQuestions, replicates, level } = settings
  const { means } = analysis
  const model = table.models[analysis.model]!
  const scored = means.means[0]!.map((mean, country) => (means.n[country]! >= minQuestions ? mean : NaN))
  const ranks = rankIntervals(scored, means.draws[0]!, { replicates, level })
  const apart = table.policy === 'apart' ? apartShares(table, analysis) : null
  const rows: CountryScore[] = []
  const omitted: OpinionComparison['omitted'][number][] = []
  for (const [country, label] of table.countries.entries()) {
    const n = means.n[country]!
    if (n < minQuestions) {
      if (n > 0) omitted.push({ model: model.name, country: label, n, reason: `fewer than ${minQuestions} questions` })
      continue
    }
    const [similarity, floor, ceiling] = means.means.map((values) => values[country]!) as [number, number, number]
    const slice = (series: number): Float64Array =>
      means.draws[series]!.subarray(country * replicates, (country + 1) * replicates)
    const [draws, floors, ceilings] = [slice(0), slice(1), slice(2)]
    const over = unitWords(units.kind)
    const spread = summariseDraws(draws, level, over)
    const skills = draws.map(
      (draw, replicate) => (draw - floors[replicate]!) / (ceilings[replicate]! - floors[replicate]!),
    )
    const { iso3, sample } = countryOf(label)
    const close = nearest[country] ?? null
    const adjusted = analysis.adjusted.countries[country]!
    rows.push({
      model: model.name,
      country: label,
      iso3,
      sample,
      n,
      similarity,
      standardError: spread.standardError,
      interval: spread.interval,
      surveyStandardError: orNull(analysis.surveyErrors[country]!),
      floorUniform: floor,
      floorMarginal: orNull(analysis.marginal.means[country]!),
      floorShuffled: orNull(analysis.shuffled.means[country]!),
      nearest:
        close === null
          ? null
          : { country: table.countries[close.country]!, similarity: close.similarity, questions: close.questions },
      corrected: orNull(analysis.corrected.means[country]!),
      ceiling: analysis.ceilingKnown[country] === 1 ? ceiling : null,
      skill: skillScore(similarity, floor, ceiling),
      skillInterval: summariseDraws(skills, level, over).interval,
      adjusted: adjusted.estimate,
      adjustedInterval: adjusted.interval,
      rank: ranks[country]!.rank,
      rankInterval: ranks[country]!.interval,
      nonSubstantive: apart === null ? null : { survey: apart.survey[country]! / n, model: apart.model[country]! / n },
    })
  }
  return { rows: rows.sort((a, b) => b.similarity - a.similarity), omitted }
}

function apartShares(
  table: OpinionTable,
  { pairs, model }: ModelAnalysis,
): { readonly survey: Float64Array; readonly model: Float64Array } {
  const survey = new Float64Array(table.countries.length)
  const ours = new Float64Array(table.countries.length)
  for (const [index, answer] of pairs.answers.entries()) {
    survey[pairs.countries[index]!]! += table.answerNonSubstantive[answer]!
    ours[pairs.countries[index]!]! += table.models[model]!.nonSubstantive[pairs.questions[index]!]!
  }
  return { survey, model: ours }
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
