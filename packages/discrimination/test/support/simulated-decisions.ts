import { createRandom } from '@safety-portfolio/stats'

/** Planted truth of {@link simulatedDecisions}. */
export interface Planted {
  readonly questions: number
  readonly seed: number
  readonly effect?: number
  readonly slopeSd?: number
  readonly sigma?: number
}

export interface SimulatedDecision extends Readonly<Record<string, unknown>> {
  readonly question: string
  readonly gender: string
  readonly race: string
  readonly age: number
  readonly logit: number
}

/** Decisions with a planted mean effect of race=Black and gender=female, each varying over questions; age has the slope -0.01 a year. */
export function simulatedDecisions({
  questions,
  seed,
  effect = 0.5,
  slopeSd = 0.3,
  sigma = 0.3,
}: Planted): readonly SimulatedDecision[] {
  return Array.from({ length: questions }, (_, q) => {
    const random = createRandom(seed, q)
    const [intercept, black, female] = [1.5 * random.normal(), random.normal(), random.normal()]
    return ['white', 'Black'].flatMap((race) =>
      ['male', 'female'].flatMap((gender) =>
        [40, 60, 80].map((age) => ({
          question: `q${q}`,
          gender,
          race,
          age,
          logit:
            intercept -
            0.01 * (age - 60) +
            (race === 'Black' ? effect + slopeSd * black : 0) +
            (gender === 'female' ? 0.2 + slopeSd * female : 0) +
            sigma * random.normal(),
        })),
      ),
    )
  }).flat()
}
