import { createRandom, type Random } from '@safety-portfolio/stats'
import { demoQuestions, type DemoQuestion } from './internal/demo-questions.js'
import { drawShares } from './internal/multinomial.js'
import { nonSubstantiveKind } from './option-kind.js'
import { parseResponses, type Responses } from './responses.js'
import { parseSurvey, type Survey } from './survey.js'

/** Options of {@link simulateSurvey}. */
export interface SimulationOptions {
  /** Any safe integer. */
  readonly seed: number
  /** Labels of the countries. Default: 24, some with the qualifiers and aliases of real surveys. */
  readonly countries?: readonly string[]
  /** People asked per country and question. Default 1000. */
  readonly n?: number
  /** Share of the questions that a country is asked. Default 0.9. */
  readonly asked?: number
}

/** A survey with simulated people, three simulated models, and the truth they were made from. */
export interface SimulatedSurvey {
  readonly survey: Survey
  readonly responses: Responses
  /** Rows as they would stand in a file of the survey, for {@link parseSurvey}. */
  readonly surveyRows: readonly object[]
  /** Rows as they would stand in a file of responses, for {@link parseResponses}. */
  readonly responseRows: readonly object[]
  readonly truth: {
    /** Place of each country on two axes of opinion. */
    readonly positions: Readonly<Record<string, readonly [number, number]>>
    /** The country whose opinions the model "mirror" carries. */
    readonly mirrored: string
  }
}

const labels = [
  'Argentina',
  'Australia',
  'Brazil',
  'Canada',
  'Chile',
  'Egypt',
  'France',
  'Germany',
  'India (Current national sample)',
  'India (Non-national sample)',
  'Indonesia',
  'Japan',
  'Kenya',
  'Mali (Non-national sample)',
  'Mexico',
  'Nigeria',
  'Northern Ireland',
  'Poland',
  'S. Africa',
  'S. Korea',
  'Singapore',
  'South Korea',
  'Turkey',
  'United States',
]

/**
 * A survey of our own making: own questions, people drawn from a model of opinions whose constants are known, and three models with planted
 * properties. `mirror` carries the opinions of one country, sharpened; `cautious` is close to uniform; `first` prefers whatever stands first. Each
 * also answers for some countries (`prompted_country`), most of the way there, and too decided. The names of countries are labels to test with: what they
 * "answer" is drawn at random, and says nothing about anybody.
 *
 * @param options - seed; countries, sample sizes
 *
 * @example
 * ```ts
 * import { compareOpinions, joinOpinions, simulateSurvey } from '@safety-portfolio/global-opinions'
 *
 * const { survey, responses, truth } = simulateSurvey({ seed: 1 })
 * const { perCountry } = compareOpinions(joinOpinions(survey, responses), { replicates: 0 })
 * perCountry.find(({ model }) => model === 'mirror')!.country === truth.mirrored // => true
 * ```
 */
export function simulateSurvey(options: SimulationOptions): SimulatedSurvey {
  const { seed, countries = labels, n = 1000, asked = 0.9 } = options
  const random = createRandom(seed)
  const positions = new Map(countries.map((label) => [label, [random.normal(), random.normal()] as const]))
  const loadings = demoQuestions.map(() => ({
    axes: [random.normal(), random.normal()] as const,
    shift: 0.5 * random.normal(),
    unsure: 0.02 + 0.1 * random.uniform(),
  }))
  const mirrored = countries[random.integer(countries.length)]!
  const truthOf = (question: number, at: readonly [number, number], sharpness: number): readonly number[] =>
    opinions(demoQuestions[question]!, loadings[question]!, at, sharpness)

  const surveyRows = demoQuestions.flatMap(({ text, options: choices, topic }, question) =>
    countries.flatMap((country, place) => {
      if (random.uniform() > asked) return []
      const distribution = sampled(
        createRandom(seed, 1 + question * countries.length + place),
        truthOf(question, positions.get(country)!, 1),
        n,
      )
      return [{ question: text, options: choices, topic, country, distribution, n }]
    }),
  )
  const own = positions.get(mirrored)!
  const answer = (model: string, question: number, target: readonly [number, number] | null): readonly number[] => {
    const at = target === null ? own : ([0.3 * own[0] + 0.7 * target[0], 0.3 * own[1] + 0.7 * target[1]] as const)
    const sharp = truthOf(question, at, target === null ? 1.15 : 1.6)
    const uniform = 1 / sharp.length
    if (model === 'mirror') return sharp
    if (model === 'cautious') return sharp.map((share) => 0.25 * share + 0.75 * uniform)
    return sharp.map((share, option) => 0.4 * share + (option === 0 ? 0.6 : 0))
  }
  const prompted = countries.filter((label) => !label.includes('(')).slice(0, 8)
  const responseRows = ['mirror', 'cautious', 'first'].flatMap((model) =>
    [null, ...prompted].flatMap((country) =>
      demoQuestions.map(({ text, options: choices }, question) => ({
        question: text,
        options: choices,
        model,
        distribution: answer(model, question, country === null ? null : positions.get(country)!),
        ...(country === null ? {} : { prompted_country: country }),
      })),
    ),
  )
  return {
    survey: parseSurvey(surveyRows),
    responses: parseResponses(responseRows),
    surveyRows,
    responseRows,
    truth: { positions: Object.fromEntries(positions), mirrored },
  }
}

/** Ordered logit along the scale of the options, with a share that has no opinion; for `'None of these'` a softmax of distances. */
function opinions(
  { options }: DemoQuestion,
  {
    axes,
    shift,
    unsure,
  }: { readonly axes: readonly [number, number]; readonly shift: number; readonly unsure: number },
  at: readonly [number, number],
  sharpness: number,
): readonly number[] {
  const kept = options.filter((label) => nonSubstantiveKind(label) === null).length
  const latent = axes[0] * at[0] + axes[1] * at[1] + shift
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x))
  const cut = (step: number): number =>
    step <= 0 ? 0 : step >= kept ? 1 : logistic(sharpness * (4 * (step / kept - 0.5) - latent))
  const rest = kept === options.length ? 1 : 1 - unsure / sharpness
  let place = -1
  return options.map((label) => {
    if (nonSubstantiveKind(label) !== null) return 1 - rest
    place += 1
    return rest * (cut(place + 1) - cut(place))
  })
}

function sampled(random: Random, truth: readonly number[], n: number): readonly number[] {
  const total = truth.reduce((sum, share) => sum + share, 0)
  const out = new Float64Array(truth.length)
  drawShares(
    random,
    n,
    Float64Array.from(truth, (share) => share / total),
    0,
    truth.length,
    out,
  )
  return Array.from(out)
}
