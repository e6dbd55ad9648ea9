import type { EvalScore } from '../log/eval-log.js'

/**
 * Names of the scores of a log that tell them apart: a score's own, with its reducer, its scorer, or both where the same name occurs twice.
 */
export function scoreNames(scores: readonly Pick<EvalScore, 'name' | 'scorer' | 'reducer'>[]): readonly string[] {
  const reduced = ({ reducer }: Pick<EvalScore, 'reducer'>): string => `[${reducer ?? 'mean'}]`
  const forms = [
    (score: (typeof scores)[number]) => score.name,
    (score: (typeof scores)[number]) => `${score.name} ${reduced(score)}`,
    (score: (typeof scores)[number]) => `${score.scorer}/${score.name}`,
    (score: (typeof scores)[number]) => `${score.scorer}/${score.name} ${reduced(score)}`,
  ]
  const taken = new Set<string>()
  return scores.map((score) => {
    const twins = scores.filter(({ name }) => name === score.name)
    const form = forms.find((one) => new Set(twins.map(one)).size === twins.length) ?? forms[3]!
    const name = form(score)
    let unique = name
    for (let count = 2; taken.has(unique); count += 1) unique = `${name} (${count})`
    taken.add(unique)
    return unique
  })
}
