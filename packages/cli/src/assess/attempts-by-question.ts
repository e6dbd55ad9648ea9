import type { EvalSample } from '@safety-portfolio/evals'

/** The attempts at each question, in the order of the log. */
export function attemptsByQuestion(samples: readonly EvalSample[]): readonly (readonly EvalSample[])[] {
  const groups = new Map<string, EvalSample[]>()
  for (const sample of samples) {
    const key = `${typeof sample.id} ${sample.id}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [sample])
    else group.push(sample)
  }
  return [...groups.values()]
}
