import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import { criticalBatchSize, kaplanLoss, powerLawLoss, publishedKaplan } from '../src/index.js'
import { sharedJson } from './shared-runs.js'

const file = 'oracles/scaling/misc_oracles.json'
/** Rounding of one power. */
const tolerance = 1e-12

type Table = Readonly<Record<string, number>>

describeWithShared('the laws of Kaplan et al.', [file], () => {
  const { kaplan } = sharedJson(file) as { readonly kaplan: Readonly<Record<string, Table>> }
  const rows = (name: string): [string, number][] => Object.entries(kaplan[name]!)
  const expectRelative = (found: number, wanted: number): void => {
    expect(Math.abs(found / wanted - 1)).toBeLessThan(tolerance)
  }

  it.each([
    ['L_N', 'params'],
    ['L_D', 'tokens'],
    ['L_C_PFdays', 'compute'],
    ['L_Cmin_PFdays', 'minimumCompute'],
  ] as const)('%s', (table, name) => {
    for (const [x, wanted] of rows(table))
      expectRelative(powerLawLoss(publishedKaplan[name].parameters, Number(x)), wanted)
  })

  it.each(rows('L_ND_table2'))('L(N, D) at %s', (at, wanted) => {
    const [params, tokens] = at.split(',').map(Number) as [number, number]
    expectRelative(kaplanLoss(publishedKaplan.paramsAndTokens.parameters, params, tokens), wanted)
  })

  it.each(rows('Bcrit_tokens'))('critical batch size at a loss of %s', (loss, wanted) => {
    expectRelative(criticalBatchSize(Number(loss)), wanted)
  })
})
