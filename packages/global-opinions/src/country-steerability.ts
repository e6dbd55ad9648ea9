import type { Estimate } from '@safety-portfolio/stats'
import { countryOf } from './country.js'
import { entropyNats } from './entropy.js'
import { bootstrapGroups, seededResampler } from './internal/unit-bootstrap.js'
import type { LogBase } from './log-base.js'
import { scorePairs } from './model-scores.js'
import type { OpinionTable } from './opinion-table.js'
import { ownCountryRank, type OwnCountryRank } from './own-country-rank.js'
import { summariseDraws } from './question-bootstrap.js'
import { unitWords, type ResamplingUnits } from './resampling-units.js'

/** What asking a model to answer for a country changes. */
export interface CountrySteerability {
  readonly model: string
  readonly country: string
  readonly iso3: string | null
  /** Questions that have all three: the survey's answer, the default one and the prompted one. */
  readonly n: number
  /** Mean similarity of the default answer. */
  readonly default: number
  /** Mean similarity of the prompted answer. */
  readonly prompted: number
  /** prompted - default: what the prompt gains. */
  readonly gain: Estimate
  /** Rank of the country among all by similarity to the answers given in its name; 1 where they are most like its own. */
  readonly ownRank: OwnCountryRank | null
  /**
   * Mean normalised entropy of people's answers minus that of the prompted ones: how much more decided than its people the model makes a country. Above 0
   * is a stereotype, 0 is the diversity that is there.
   */
  readonly stereotypeExcess: Estimate
  /** The same for the default answer. */
  readonly defaultExcess: number
}

/** Settings of {@link steerCountry}, as those of `steerability`. */
export interface SteerSettings {
  readonly base: LogBase
  readonly minQuestions: number
  readonly replicates: number
  readonly seed: number
  readonly level: number
}

/** Gain, own-country rank and stereotype excess of one model prompted for one country. */
export function steerCountry(
  table: OpinionTable,
  at: { readonly default: number; readonly prompted: number; readonly country: number },
  units: ResamplingUnits,
  { base, minQuestions, replicates, seed, level }: SteerSettings,
): Omit<CountrySteerability, 'model'> {
  const [before, after] = [table.models[at.default]!, table.models[at.prompted]!]
  const [defaults, prompted] = [before, after].map(({ mass }) => scorePairs(table, mass, { base })) as [
    Float64Array,
    Float64Array,
  ]
  const answers = [...table.answerQuestion.keys()].filter((answer) => {
    const question = table.answerQuestion[answer]!
    return (
      table.answerCountry[answer] === at.country && before.answered[question] === 1 && after.answered[question] === 1
    )
  })
  const excess =
    (mass: Float64Array) =>
    (answer: number): number => {
      const question = table.answerQuestion[answer]!
      const { size } = table.questions[question]!
      if (size < 2) return 0
      const [own, theirs] = [table.answerOffsets[answer]!, table.questionOffsets[question]!]
      return (
        (entropyNats(table.mass.subarray(own, own + size)) - entropyNats(mass.subarray(theirs, theirs + size))) /
        Math.log(size)
      )
    }
  const found = bootstrapGroups(
    {
      series: [
        Float64Array.from(answers, (answer) => defaults[answer]!),
        Float64Array.from(answers, (answer) => prompted[answer]!),
        Float64Array.from(answers, (answer) => prompted[answer]! - defaults[answer]!),
        Float64Array.from(answers, excess(after.mass)),
        Float64Array.from(answers, excess(before.mass)),
      ],
      groups: new Int32Array(answers.length),
      groupCount: 1,
      units: Int32Array.from(answers, (answer) => units.unitOf[table.answerQuestion[answer]!]!),
      unitCount: units.count,
    },
    replicates,
    seededResampler(seed),
  )
  const value = (series: number): number => found.means[series]![0]!
  const estimate = (series: number): Estimate => ({
    estimate: value(series),
    ...summariseDraws(found.draws[series]!, level, unitWords(units.kind)),
  })
  const label = table.countries[at.country]!
  return {
    country: label,
    iso3: countryOf(label).iso3,
    n: answers.length,
    default: value(0),
    prompted: value(1),
    gain: estimate(2),
    ownRank: ownCountryRank(table, { answered: after.answered, scores: prompted, country: at.country }, units, {
      minQuestions,
      replicates,
      seed,
      level,
    }),
    stereotypeExcess: estimate(3),
    defaultExcess: value(4),
  }
}
