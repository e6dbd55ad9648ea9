import { describe, expect, it } from 'vitest'
import { fitLinear, fixedEffectTable, kenwardRoger, prepareModel, satterthwaite } from '../src/index.js'
import oracles from './oracles/lme4.json' with { type: 'json' }
import { trialRows } from './support/simulated-rows.js'

// lmerTest differentiates numerically (its own figures are good to about 1e-4 relative), pbkrtest starts from lme4's optimum.
const relativeTolerance = 2e-3
const close = (actual: number, expected: number): void => {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(relativeTolerance)
}

const rows = trialRows(20260101)
const formulas = {
  slopes: 'y ~ x + arm + (1 + x | g)',
  crossed: 'y ~ x * arm + (1 | g) + (1 | site)',
  crossedSlopes: 'y ~ x + arm + (1 + x | g) + (1 | site)',
} as const

describe.each(['slopes', 'crossed', 'crossedSlopes'] as const)('unbalanced data: %s', (name) => {
  const model = prepareModel(formulas[name], rows)
  const fit = fitLinear(model)
  const oracle = oracles.inference[name]
  const arms = model.fixedNames.flatMap((term, k) =>
    term.includes('arm') && (name !== 'crossed' || term.startsWith('arm') || term.startsWith('x:arm')) ? [k] : [],
  )
  const joint = arms
    .filter((k) => model.fixedNames[k]!.startsWith('arm'))
    .map((k) => model.fixedNames.map((_, other) => (other === k ? 1 : 0)))

  it('Satterthwaite: degrees of freedom and p-values of lmerTest', () => {
    const table = fixedEffectTable(satterthwaite(model, fit))
    table.forEach(({ df, p }, k) => {
      close(df!, oracle.satterthwaite.df[k]!)
      close(p!, oracle.satterthwaite.p[k]!)
    })
    const test = satterthwaite(model, fit).jointTest(joint)
    close(test.statistic, oracle.jointSatterthwaite.F)
    close(test.denominatorDf!, oracle.jointSatterthwaite.df)
    close(test.p, oracle.jointSatterthwaite.p)
  })

  it('Kenward-Roger: standard errors and degrees of freedom of pbkrtest', () => {
    const inference = kenwardRoger(model, fit)
    fixedEffectTable(inference).forEach(({ se, df }, k) => {
      close(se, oracle.kenwardRoger.se[k]!)
      close(df!, oracle.kenwardRoger.df[k]!)
    })
    const test = inference.jointTest(joint)
    close(test.statistic, oracle.jointKenwardRoger.F)
    close(test.denominatorDf!, oracle.jointKenwardRoger.df)
    close(test.p, oracle.jointKenwardRoger.p)
  })
})
