import { scenarios, type Scenario } from './scenarios.js'

/** A number, and the least and the most that it may be. */
export interface Range {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}

/** What is known about one piece of evidence. */
export interface Finding {
  /** `null`: nobody has looked. */
  readonly seen: boolean | null
  /** Probability of seeing it under each scenario, between 0 and 1, both excluded. */
  readonly likelihood: Readonly<Record<Scenario, number>>
  /** The odds of each likelihood are known within this factor: 1 exactly, `null` not at all. */
  readonly within: number | null
}

/**
 * The likelihood of what was seen under a scenario. Knowledge within a factor k means that the odds may be k times larger or smaller, which stays between 0 and 1 and
 * treats yes and no alike. What nobody has looked at is equally likely under everything.
 */
export function likelihoodRange({ seen, likelihood, within }: Finding, scenario: Scenario): Range {
  if (seen === null) return { estimate: 1, lower: 1, upper: 1 }
  const estimate = seen ? likelihood[scenario] : 1 - likelihood[scenario]
  if (within === null) return { estimate, lower: 0, upper: 1 }
  const odds = estimate / (1 - estimate)
  return { estimate, lower: odds / (odds + within), upper: (odds * within) / (odds * within + 1) }
}

/** A Bayes factor; without an upper end, `null`, where the likelihood below may be 0. */
export interface Factor extends Omit<Range, 'upper'> {
  readonly upper: number | null
}

/** The Bayes factor of one scenario against another, with the ends that the likelihoods allow independently of each other. */
export function bayesFactor(finding: Finding, scenario: Scenario, against: Scenario): Factor {
  const [above, below] = [likelihoodRange(finding, scenario), likelihoodRange(finding, against)]
  return {
    estimate: above.estimate / below.estimate,
    lower: above.lower / below.upper,
    upper: below.lower === 0 ? null : above.upper / below.lower,
  }
}

/**
 * Posterior probabilities by Bayes' theorem for findings that are independent given the scenario. The ends are exact: the posterior of a scenario rises with its own likelihoods and falls with
 * those of the others, so it is least where its own are least and the others' greatest. `null` where no scenario has a prior.
 *
 * @param priors - Weights of any sum.
 */
export function posterior(
  priors: Readonly<Record<Scenario, number>>,
  findings: readonly Finding[],
): Readonly<Record<Scenario, Range>> | null {
  const total = scenarios.reduce((sum, scenario) => sum + priors[scenario], 0)
  if (!(total > 0)) return null
  const weight = (scenario: Scenario, end: keyof Range): number =>
    findings.reduce((product, finding) => product * likelihoodRange(finding, scenario)[end], priors[scenario] / total)
  const share = (scenario: Scenario, own: keyof Range, others: keyof Range): number => {
    const mine = weight(scenario, own)
    const rest = scenarios.reduce((sum, other) => (other === scenario ? sum : sum + weight(other, others)), 0)
    return mine === 0 ? 0 : mine / (mine + rest)
  }
  return Object.fromEntries(
    scenarios.map((scenario) => [
      scenario,
      {
        estimate: share(scenario, 'estimate', 'estimate'),
        lower: share(scenario, 'lower', 'upper'),
        upper: share(scenario, 'upper', 'lower'),
      },
    ]),
  ) as Readonly<Record<Scenario, Range>>
}
