import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import { dataConstrainedLoss, dataConstrainedOptimal, publishedFits } from '../src/index.js'
import { sharedJson } from './shared-runs.js'

const file = 'oracles/scaling/misc_oracles.json'

describeWithShared('the data-constrained law of Muennighoff et al.', [file], () => {
  const { data_constrained: oracle } = sharedJson(file) as {
    readonly data_constrained: Readonly<Record<'6.34e9,242e9,25e9' | '8.67e9,178e9,25e9', number>> & {
      readonly optimal: Readonly<Record<string, Readonly<Record<'N' | 'D' | 'epochs' | 'L', number>>>>
    }
  }
  const { parameters } = publishedFits.muennighoff

  it('gives the two losses of the authors', () => {
    expect(Math.abs(dataConstrainedLoss(parameters, 6.34e9, 242e9, 25e9) - oracle['6.34e9,242e9,25e9'])).toBeLessThan(
      1e-14,
    )
    expect(Math.abs(dataConstrainedLoss(parameters, 8.67e9, 178e9, 25e9) - oracle['8.67e9,178e9,25e9'])).toBeLessThan(
      1e-14,
    )
  })

  it.each(Object.entries(oracle.optimal))('optimum at %s', (at, wanted) => {
    const [compute, unique] = at.split(',').map((part) => Number(part.split('=')[1])) as [number, number]
    const best = dataConstrainedOptimal(parameters, compute, unique)
    // The oracle minimises the loss itself, which fixes N to the square root of the rounding error.
    expect(Math.abs(best.params / wanted.N - 1)).toBeLessThan(1e-7)
    expect(Math.abs(best.tokens / wanted.D - 1)).toBeLessThan(1e-7)
    expect(Math.abs(best.epochs / wanted.epochs - 1)).toBeLessThan(1e-7)
    expect(best.loss).toBeLessThan(wanted.L + 1e-14)
    expect(Math.abs(best.loss / wanted.L - 1)).toBeLessThan(1e-12)
  })
})
