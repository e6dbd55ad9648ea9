import { choiceParameter, defineAddress, numberParameter, type Address, type AddressParameter } from '~/kit/address.js'
import type { Finding } from './posterior.js'
import { evidenceKinds, scenarios, type EvidenceId, type Scenario } from './scenarios.js'

/** How well likelihoods are known: the factor that their odds may be off by. */
export const knownWithin = { exactly: 1, 'within 1.5': 1.5, 'within 2': 2, 'within 5': 5, 'not at all': null } as const
type Known = keyof typeof knownWithin
export type Seen = 'yes' | 'no' | 'not looked'

/** Only the first is anybody's statement: the source says that a pessimistic world may look like an optimistic one for long. */
const start: Readonly<Record<EvidenceId, { readonly seen: Seen; readonly likelihood: number }>> = {
  behaves: { seen: 'yes', likelihood: 90 },
  oversight: { seen: 'not looked', likelihood: 50 },
  forecasts: { seen: 'not looked', likelihood: 50 },
  survives: { seen: 'not looked', likelihood: 50 },
  hidden: { seen: 'not looked', likelihood: 50 },
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
export const priorKey = (scenario: Scenario): string => `prior${capital(scenario)}`
export const seenKey = (id: EvidenceId): string => `${id}Seen`
export const likelihoodKey = (id: EvidenceId, scenario: Scenario): string => `${id}${capital(scenario)}`
export const knownKey = (id: EvidenceId): string => `${id}Known`

const parameters: Readonly<Record<string, AddressParameter<unknown>>> = {
  ...Object.fromEntries(
    scenarios.map((scenario) => [
      priorKey(scenario),
      numberParameter({ meaning: `prior weight of the ${scenario} scenario`, initial: 1, min: 0, max: 10 }),
    ]),
  ),
  ...Object.fromEntries(
    evidenceKinds.flatMap(({ id, name }): readonly (readonly [string, AddressParameter<unknown>])[] => [
      [
        seenKey(id),
        choiceParameter({
          meaning: `what was seen: ${name}`,
          initial: start[id].seen,
          choices: ['yes', 'no', 'not looked'],
        }),
      ],
      ...scenarios.map((scenario): readonly [string, AddressParameter<unknown>] => [
        likelihoodKey(id, scenario),
        numberParameter({
          meaning: `chance of seeing it (${name}) in the ${scenario} scenario, percent`,
          initial: start[id].likelihood,
          min: 0.1,
          max: 99.9,
        }),
      ]),
      [
        knownKey(id),
        choiceParameter({
          meaning: `how well these chances are known: factor of their odds (${name})`,
          initial: 'within 2',
          choices: Object.keys(knownWithin) as Known[],
        }),
      ],
    ]),
  ),
  line: numberParameter({
    meaning: 'probability of the pessimistic scenario, in percent, below which it would be set aside',
    initial: 5,
    min: 0.01,
    max: 50,
  }),
}

/** A value a key: three priors, and for each kind of evidence what was seen, its likelihoods and how well they are known. */
export type ScenarioState = Readonly<Record<string, unknown>> & { readonly line: number }
export const address: Address<ScenarioState> = defineAddress(parameters) as unknown as Address<ScenarioState>

export function priorsOf(state: ScenarioState): Readonly<Record<Scenario, number>> {
  return byScenario((scenario) => state[priorKey(scenario)] as number)
}

export function findingOf(state: ScenarioState, id: EvidenceId): Finding {
  const seen = state[seenKey(id)] as Seen
  return {
    seen: seen === 'not looked' ? null : seen === 'yes',
    likelihood: byScenario((scenario) => (state[likelihoodKey(id, scenario)] as number) / 100),
    within: knownWithin[state[knownKey(id)] as Known],
  }
}

function byScenario(value: (scenario: Scenario) => number): Readonly<Record<Scenario, number>> {
  return Object.fromEntries(scenarios.map((scenario) => [scenario, value(scenario)])) as Record<Scenario, number>
}
