import { describe, expect, it } from 'vitest'
import { createRandom } from '@safety-portfolio/stats'
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

describe('Kenward-Roger where covariance parameters say the same thing twice', () => {
  const random = createRandom(3)
  const effects = Array.from({ length: 12 }, () => [2, 2, 2].map((spread) => spread * random.normal()))
  const machines = effects.flatMap((own, g) =>
    own.flatMap((effect, m) =>
      Array.from({ length: 3 + ((g + m) % 2) }, () => ({
        g,
        f: 'abc'[m]!,
        y: m + own[0]! / 2 + effect + random.normal(),
      })),
    ),
  )
  const table = (formula: string) => {
    const model = prepareModel(formula, machines)
    return fixedEffectTable(kenwardRoger(model, fitLinear(model)))
  }

  it('is that of the model without the repetition', () => {
    const plain = table('y ~ f + (0 + f | g)')
    table('y ~ f + (f || g)').forEach(({ se, df }, k) => {
      close(se, plain[k]!.se)
      close(df!, plain[k]!.df!)
    })
  })

  it('is refused where a variance stands against a fixed effect', () => {
    expect(() => table('y ~ factor(g) + (1 | g)')).toThrow('cannot be told apart')
    expect(() => table('y ~ f + (1 | g) + (1 | f)')).toThrow('cannot be told apart')
  })
})
