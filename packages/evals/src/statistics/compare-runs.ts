import { benjaminiHochberg, holm } from '@safety-portfolio/stats'
import { comparePaired, type ComparePairedOptions, type PairedComparison } from './compare-paired.js'
import type { QuestionScore } from './question-scores.js'

/** A run to be compared. */
export interface ComparedRun {
  readonly name: string
  /** Scorer -> scores of the questions. */
  readonly scores: ReadonlyMap<string, readonly QuestionScore[]>
}

/** A comparison of two runs by one scorer, among others. */
export interface RunComparison extends PairedComparison {
  readonly scorer: string
  readonly a: string
  readonly b: string
  /** Adjusted for all comparisons made together (Holm 1979): the chance of any false difference stays at 1 - level. */
  readonly holm: number | null
  /** Adjusted for the share of false differences (Benjamini and Hochberg 1995). */
  readonly benjaminiHochberg: number | null
  /** Which is higher, after Holm; `null`: not to be ranked. */
  readonly ranked: 'A' | 'B' | null
}

/**
 * Compares every two runs by every scorer they share, with p-values adjusted for how many comparisons that is. Nothing is ranked where the interval covers 0 or
 * Holm's p-value exceeds 1 - level.
 */
export function compareRuns(
  runs: readonly ComparedRun[],
  options: ComparePairedOptions = {},
): readonly RunComparison[] {
  const level = options.level ?? 0.95
  const found = runs.flatMap((a, index) =>
    runs.slice(index + 1).flatMap((b) =>
      [...a.scores.keys()]
        .filter((scorer) => b.scores.has(scorer))
        .map((scorer) => ({
          scorer,
          a: a.name,
          b: b.name,
          comparison: comparePaired(a.scores.get(scorer)!, b.scores.get(scorer)!, options),
        })),
    ),
  )
  const tested = found.filter(({ comparison }) => comparison.pValue !== null)
  const p = tested.map(({ comparison }) => comparison.pValue!)
  const [byHolm, byRate] = [holm(p), benjaminiHochberg(p)]
  return found.map((one) => {
    const place = tested.indexOf(one)
    const adjusted = place === -1 ? null : byHolm[place]!
    const { comparison, ...names } = one
    return {
      ...names,
      ...comparison,
      holm: adjusted,
      benjaminiHochberg: place === -1 ? null : byRate[place]!,
      ranked: adjusted !== null && adjusted <= 1 - level ? comparison.higher : null,
    }
  })
}
