import type { Finding } from '@safety-portfolio/stats'
import type { FitLoss } from '../fit-result.js'
import type { LawCandidate } from '../law-comparison.js'

function labelOf({ name, law }: LawCandidate): string {
  return name ?? (typeof law === 'string' ? law : law.law)
}

/** Why likelihoods and errors of these candidates are not about the same numbers. */
export function incomparable(candidates: readonly LawCandidate[], loss: FitLoss): Finding | undefined {
  if (loss.name === 'lad') return noLikelihood
  const other = candidates.find((candidate) => candidate.loss !== undefined && candidate.loss !== loss.name)
  if (other !== undefined) {
    return {
      code: 'different-response-scale',
      message: `${labelOf(other)} is fitted by '${other.loss!}', the comparison by '${loss.name}': likelihoods of different scales or densities cannot be compared. Fit all by the same loss.`,
    }
  }
  const losses = candidates.map(({ points }) =>
    (points as readonly { readonly loss: number }[]).map((point) => point.loss),
  )
  const different = losses.findIndex(
    (values) => values.length !== losses[0]!.length || values.some((value, i) => !Object.is(value, losses[0]![i])),
  )
  if (different < 0) return undefined
  return {
    code: 'different-data',
    message: `${labelOf(candidates[different]!)} sees other losses than the first candidate (${losses[different]!.length} and ${losses[0]!.length} data): only fits to the same losses in the same order can be compared.`,
  }
}

const noLikelihood: Finding = {
  code: 'no-likelihood',
  message:
    "A comparison by 'lad' is not offered: its constants meet data exactly. Use 'huber', whose density has the same long tails.",
}
