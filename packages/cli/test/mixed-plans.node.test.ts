import {
  fitLinear,
  fitMixed,
  marginalMeans,
  powerAnalysis,
  prepareModel,
  repeatGroups,
  satterthwaite,
} from '@safety-portfolio/mixed-models'
import type { PowerAnalysis } from '@safety-portfolio/mixed-models'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { expectRefusal, printedJson, runCommand } from './run-command.js'

const random = createRandom(21)
const rows = Array.from({ length: 15 }, (_, group) => {
  const [intercept, slope] = [random.normal(), 0.5 * random.normal()]
  return Array.from({ length: 8 }, (__, index) => {
    const x = (index - 3.5) / 2
    const arm = ['a', 'b', 'c'][(index + group) % 3]!
    return {
      y: 2 + intercept + (0.6 + slope) * x + (arm === 'b' ? 0.5 : 0) + 0.7 * random.normal(),
      x,
      arm,
      g: `g${group}`,
    }
  })
}).flat()
const csv = ['y,x,arm,g', ...rows.map(({ y, x, arm, g }) => [y, x, arm, g].join(',')), ''].join('\n')
const formula = 'y ~ x + arm + (1 + x | g)'
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('mixed power', () => {
  it('plans with the variances of the pilot', async () => {
    const argv = [
      'mixed',
      'power',
      '-',
      '--formula',
      formula,
      '--groups',
      '15',
      '--groups',
      '60',
      '--effect',
      'x=0.3',
      '--margin',
      '0.5',
    ]
    const printed = await printedJson<{ plans: PowerAnalysis[]; by: string }>(argv, { input: csv })
    const pilot = fitMixed(formula, rows)
    const expected = powerAnalysis(formula, repeatGroups(rows, 'g', 60), pilot, { effects: { x: 0.3 }, margin: 0.5 })
    expect(printed.by).toBe('g')
    expect(printed.plans[1]).toEqual(plain(expected))
    expect(printed.plans[1]!.effects[1]!.power!).toBeGreaterThan(printed.plans[0]!.effects[1]!.power!)
    const { stdout } = await runCommand([...argv, '--quiet'], { input: csv })
    expect(stdout).toMatch(/60 groups of g, 480 rows/)
    expect(stdout).toMatch(/^x +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +[01]\.\d{3} +[01]\.\d{3}$/m)
  })

  it('plans the pilot itself, and refuses what is no plan', async () => {
    const { plans } = await printedJson<{ plans: PowerAnalysis[] }>(['mixed', 'power', '-', '--formula', formula], {
      input: csv,
    })
    expect(plans.map(({ groups }) => groups)).toEqual([{ g: 15 }])
    await expectRefusal(
      ['mixed', 'power', '-', '--formula', formula, '--by', 'x'],
      ["--by must name a grouping column of the formula, got 'x'"],
      { input: csv },
    )
    await expectRefusal(['mixed', 'power', '-', '--formula', formula, '--effect', 'z=1'], ['no fixed effect "z"'], {
      input: csv,
    })
    await expectRefusal(['mixed', 'power', '-', '--formula', 'y ~ 1 + (1 | g)'], ['fit the response exactly'], {
      input: 'y,g\n1,a\n1,b\n1,a\n',
    })
  })
})

describe('mixed compare', () => {
  const argv = [
    'mixed',
    'compare',
    '-',
    '--formula',
    formula,
    '--formula',
    'y ~ x + (1 | g)',
    '--formula',
    'y ~ x + arm + (1 | g)',
  ]

  it('tests each model against the smaller one', async () => {
    const { models } = await printedJson<{
      models: { formula: string; minusTwoLogLik: number; test: { df: number; p: number } | null }[]
    }>(argv, { input: csv })
    expect(models.map(({ test }) => test?.df)).toEqual([undefined, 2, 2])
    const full = fitLinear(prepareModel(formula, rows), { method: 'ML' })
    expect(models[2]!.minusTwoLogLik).toBeCloseTo(full.minusTwoLogLik!, 8)
    expect(models[2]!.test!.p).toBeLessThan(0.05)
    const { stdout } = await runCommand([...argv, '--quiet'], { input: csv })
    expect(stdout).toMatch(/^y ~ 1 \+ x \+ arm \+ \(1 \| g\) +6 .* 2 +0\.\d+$/m)
  })

  it('uses the rows that are complete for all, and needs two models', async () => {
    const holes = csv.replace(/^(.*?),a,/m, '$1,,')
    const { models, warnings } = await printedJson<{ models: { n: number }[]; warnings: { code: string }[] }>(argv, {
      input: holes,
    })
    expect(models.map(({ n }) => n)).toEqual([119, 119, 119])
    expect(warnings[0]!.code).toBe('rows-omitted')
    await expectRefusal(['mixed', 'compare', '-', '--formula', formula], ['Name at least two models'], { input: csv })
    await expectRefusal(argv, ['fit the response exactly'], {
      input: 'y,x,arm,g\n1,1,a,p\n1,2,b,q\n1,3,a,p\n1,4,b,q\n1,5,a,q\n1,9,b,p\n',
    })
  })
})

describe('mixed means', () => {
  it('is the marginal means of the package, with adjusted p-values', async () => {
    const argv = ['mixed', 'means', '-', '--formula', formula, '--of', 'arm', '--at', 'x=1']
    const printed = await printedJson<{
      means: { estimate: number }[]
      differences: { p: number; adjustedP: number }[]
    }>(argv, { input: csv })
    const model = prepareModel(formula, rows)
    const { means } = marginalMeans(model, satterthwaite(model, fitLinear(model)), 'arm', { at: { x: 1 } })
    expect(printed.means).toEqual(plain(means))
    for (const { p, adjustedP } of printed.differences) expect(adjustedP).toBeGreaterThanOrEqual(p)
    const kr = await runCommand([...argv, '--inference', 'kr', '--quiet'], { input: csv })
    expect(kr.stdout).toMatch(/^a +[\d.]+ +[\d.]+ to [\d.]+/m)
    await expectRefusal(['mixed', 'means', '-', '--formula', formula, '--of', 'x'], ['not a factor'], { input: csv })
    await expectRefusal(
      ['mixed', 'means', '-', '--formula', 'y ~ arm + (1 | g)', '--of', 'arm'],
      ['fit the response exactly'],
      { input: 'y,arm,g\n1,a,p\n1,b,q\n1,a,q\n1,b,p\n' },
    )
  })
})
