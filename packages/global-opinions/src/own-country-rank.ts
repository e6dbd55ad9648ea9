import { quantileSorted, type Interval } from '@safety-portfolio/stats'
import { bootstrapGroups, seededResampler } from './internal/unit-bootstrap.js'
import type { OpinionTable } from './opinion-table.js'
import { tieTolerance } from './rank-interval.js'
import { unitWords, type ResamplingUnits } from './resampling-units.js'

/** Where a country stands by similarity to the answers that a model gave in its name. */
export interface OwnCountryRank {
  /** 1 where the answers are most like its own people's; ties share the average. */
  readonly rank: number
  /** Countries that share enough questions with the answers. */
  readonly of: number
  /** Percentile interval of the rank over replicates of the questions, the same questions for every country; `null` without replicates. */
  readonly interval: Interval | null
}

/**
 * Rank of a country among all that share enough questions with a set of answers, by mean similarity, with its interval: questions (or topics)
 * are drawn with replacement, once for all countries, and the country is ranked anew in each replicate. A country that a replicate missed keeps
 * its mean there.
 *
 * @param given - which questions the model answered, its similarity to every answer of the table, the place of the country
 * @returns `null` where the country itself shares too few questions.
 */
export function ownCountryRank(
  table: OpinionTable,
  given: { readonly answered: Uint8Array; readonly scores: Float64Array; readonly country: number },
  units: ResamplingUnits,
  options: {
    readonly minQuestions: number
    readonly replicates: number
    readonly seed: number
    readonly level: number
  },
): OwnCountryRank | null {
  const { minQuestions, replicates, seed, level } = options
  const answers = [...table.answerQuestion.keys()].filter(
    (answer) => given.answered[table.answerQuestion[answer]!] === 1,
  )
  const counts = new Int32Array(table.countries.length)
  for (const answer of answers) counts[table.answerCountry[answer]!]! += 1
  const places = [...counts.keys()].filter((place) => counts[place]! >= minQuestions)
  const groupOf = new Map(places.map((place, group) => [place, group]))
  const own = groupOf.get(given.country)
  if (own === undefined) return null
  const used = answers.filter((answer) => groupOf.has(table.answerCountry[answer]!))
  const { means, draws } = bootstrapGroups(
    {
      series: [Float64Array.from(used, (answer) => given.scores[answer]!)],
      groups: Int32Array.from(used, (answer) => groupOf.get(table.answerCountry[answer]!)!),
      groupCount: places.length,
      units: Int32Array.from(used, (answer) => units.unitOf[table.answerQuestion[answer]!]!),
      unitCount: units.count,
    },
    replicates,
    seededResampler(seed),
  )
  const [mean, drawn] = [means[0]!, draws[0]!]
  const ranks = new Float64Array(replicates)
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    ranks[replicate] = rankOf(own, places.length, (group) => {
      const draw = drawn[group * replicates + replicate]!
      return Number.isNaN(draw) ? mean[group]! : draw
    })
  }
  ranks.sort()
  return {
    rank: rankOf(own, places.length, (group) => mean[group]!),
    of: places.length,
    interval:
      replicates === 0
        ? null
        : {
            lower: quantileSorted(ranks, (1 - level) / 2),
            upper: quantileSorted(ranks, (1 + level) / 2),
            level,
            method: `percentile bootstrap of the rank over ${unitWords(units.kind)}`,
          },
  }
}

function rankOf(own: number, count: number, valueOf: (group: number) => number): number {
  const value = valueOf(own)
  let better = 0
  let equal = 0
  for (let group = 0; group < count; group += 1) {
    const other = valueOf(group)
    if (Math.abs(other - value) <= tieTolerance) equal += 1
    else if (other > value) better += 1
  }
  return better + (equal + 1) / 2
}
