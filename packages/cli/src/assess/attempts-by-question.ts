import type { AnsweredSample } from './answered-sample.js'

/** The attempts at each question, in the order of the log. */
export function attemptsByQuestion<T extends AnsweredSample>(samples: readonly T[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const sample of samples) {
    const key = `${typeof sample.id} ${sample.id}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [sample])
    else group.push(sample)
  }
  return [...groups.values()]
}
