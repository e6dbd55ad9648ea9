import { computeOptimal, type ChinchillaFit, type ChinchillaParameters } from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import type { MoreQuantities } from './profiled.js'

/** Exponents and allocations of a fit, for intervals from the replicates that make those of its constants. */
export function chinchillaFrontier(fit: ChinchillaFit): MoreQuantities<ChinchillaFit> {
  const { allocation, exponents } = fit
  if (exponents === null) return { quantities: {}, apply: () => fit }
  const share = ({ alpha, beta }: ChinchillaParameters): number => beta / (alpha + beta)
  return {
    quantities: {
      'exponent of params': share,
      'exponent of tokens': (constants) => 1 - share(constants),
      ...Object.fromEntries(
        allocation.flatMap(({ compute }, index) =>
          allocated.map((name) => [
            `${name} ${index}`,
            (constants: ChinchillaParameters) => at(constants, compute, name),
          ]),
        ),
      ),
    },
    apply(resampled, estimates) {
      const instead = (name: string, own: Estimate): Estimate => ({ ...estimates[name]!, estimate: own.estimate })
      return {
        ...resampled,
        exponents: {
          params: instead('exponent of params', exponents.params),
          tokens: instead('exponent of tokens', exponents.tokens),
        },
        allocation: allocation.map((row, index) => ({
          ...row,
          ...Object.fromEntries(allocated.map((name) => [name, instead(`${name} ${index}`, row[name])])),
        })),
      }
    },
  }
}

const allocated = ['params', 'tokens', 'tokensPerParam', 'loss'] as const

/** A replicate that lost a term has no optimum. */
function at(constants: ChinchillaParameters, compute: number, name: (typeof allocated)[number]): number {
  const { A, B, alpha, beta } = constants
  return [A, B, alpha, beta].every((value) => value > 0) ? computeOptimal(constants, compute)[name] : Number.NaN
}
