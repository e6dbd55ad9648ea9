import type { LawScores } from './law-scores.js'

/** A constant that moves no residual by more than this, relative to the one that moves them most, has no effect. */
const noEffect = 1e-12

/**
 * Scores in which constants without effect have none at all. The width of a break that is sharper than the points can show is one: the objective falls for ever
 * as it narrows, by less than can be seen, and a gradient relative to its own terms would say that this is no optimum.
 */
export function effectiveScores(scores: LawScores): LawScores {
  const { n, size } = scores
  const effects = new Float64Array(size)
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < size; j += 1) effects[j] = Math.max(effects[j]!, Math.abs(scores.jacobian[i * size + j]!))
  }
  const least = noEffect * effects.reduce((most, effect) => Math.max(most, effect), 0)
  if (effects.every((effect) => effect === 0 || effect > least)) return scores
  return { ...scores, jacobian: scores.jacobian.map((slope, at) => (effects[at % size]! > least ? slope : 0)) }
}
