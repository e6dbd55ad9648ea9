import { evenPart } from './even-part.js'
import type { LawModel } from './law-model.js'
import { polishLaw } from './polish-law.js'
import { addOptimum, type DistinctOptimum } from './solution.js'

/** An optimum of the part whose squares are this many times those of the best is no candidate: chance does not turn such a ratio round. */
const hopeless = 2
/** Optima of the part whose squares differ by less than this share are one valley, of which the lowest point stands for all. */
const sameValley = 1e-6
const mostCandidates = 4
/** The optima of the part are starts: decreases predicted below this share of the squares do not matter. */
const precision = 1e-6

/**
 * Where there are many points, the starts that are worth following: each is followed to its least-squares optimum on an even part of the points, and the
 * distinct optima there, near to those of all points, take the place of the starts.
 */
export function screenedStarts(model: LawModel, starts: readonly Float64Array[]): readonly Float64Array[] {
  const part = evenPart(model, model.weights).model
  if (part.n === model.n || starts.length < 2) return starts
  const optima: DistinctOptimum[] = []
  for (const start of starts) addOptimum(optima, polishLaw(part, { log: true, delta: Infinity }, start, precision), 0)
  optima.sort((left, right) => left.value - right.value)
  const [best] = optima
  if (best === undefined) return starts
  return optima
    .filter(
      ({ value }, k) => value <= hopeless * best.value && !(k > 0 && value <= optima[k - 1]!.value * (1 + sameValley)),
    )
    .slice(0, mostCandidates)
    .map(({ theta }) => theta)
}
