import { readFile, writeFile } from 'node:fs/promises'
import { fitMixed, type MixedFit } from '@safety-portfolio/mixed-models'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { runBuilt } from './built-command.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const mixed = ['mixed', 'fit', '-', '--formula']
const formula = 'y ~ x + kind + (1 + x | group)'

interface Row extends Readonly<Record<string, unknown>> {
  readonly y: number
  readonly x: number
  readonly kind: string
  readonly group: string
  readonly yes: number
}

function simulate(): readonly Row[] {
  const random = createRandom(11)
  return Array.from({ length: 20 }, (_, group) => {
    const [intercept, slope] = [2 * random.normal(), 0.8 * random.normal()]
    return Array.from({ length: 9 }, (__, index): Row => {
      const x = index - 4
      const y = 5 + intercept + (1.5 + slope) * x + random.normal()
      return { y, x, kind: index % 2 === 0 ? 'even' : 'odd', group: `g${group}`, yes: y > 5 + random.normal() ? 1 : 0 }
    })
  }).flat()
}

const rows = simulate()
const header = 'id,y,x,kind,group,yes,comment'
const lines = rows.map(({ y, x, kind, group, yes }, index) => `${index},${y},${x},${kind},${group},${yes},"a, ""b"""`)
const csv = [header, ...lines, ''].join('\n')
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('mixed fit', () => {
  it('is the fit of the package', async () => {
    const { source, seed, ...printed } = await printedJson<MixedFit & { source: { rows: number }; seed: number }>(
      [...mixed, formula],
      { input: csv },
    )
    expect(printed).toEqual(plain(fitMixed(formula, rows)))
    expect([source.rows, seed]).toEqual([180, 1])
    expect(printed.method).toBe('REML')
    // The truth: 1.5, known to about 0.8 / sqrt(20).
    expect(Math.abs(printed.fixed[1]!.estimate - 1.5)).toBeLessThan(4 * 0.2)
  })

  it('profiles and bootstraps a binomial model', async () => {
    for (const inference of ['profile', 'bootstrap', 'cluster-bootstrap']) {
      const flags = ['--family', 'binomial', '--inference', inference, '--replicates', '40']
      const fit = await printedJson<MixedFit>([...mixed, 'yes ~ x + (1 | group)', ...flags], { input: csv })
      expect(fit.inference).toBe(inference)
      expect(fit.fixed[1]!.interval!.lower).toBeGreaterThan(0)
      expect(fit.varianceComponents[0]!.interval).not.toBeNull()
    }
  })

  it('reads a short scale with an open end as a factor, and infinities as what they are', async () => {
    const scale = ['y,children,g', ...rows.map(({ y, group }, i) => `${y},${['0', '1', '2', '3+'][i % 4]},${group}`)]
    const fit = await printedJson<MixedFit>([...mixed, 'y ~ children + (1 | g)'], { input: scale.join('\n') })
    expect(fit.fixed.map(({ term }) => term)).toEqual(['(Intercept)', 'children1', 'children2', 'children3+'])
    const infinite = csv.replace(/^0,[^,]*,/m, '0,-Infinity,')
    await expectRefusal([...mixed, formula], ['infinite: no model can use it'], { input: infinite })
    const binomial = [...mixed, 'y ~ x + (1 | group)', '--family', 'binomial']
    await expectRefusal(binomial, ['180 problems', 'a binomial response needs whole numbers'], { input: csv })
    await expectRefusal([...mixed, 'kind ~ x + (1 | group)'], ['the response is text', 'family binomial'], {
      input: csv,
    })
  })

  it('passes every option on', async () => {
    const flags = [
      '--ml',
      '--inference',
      'bootstrap',
      '--replicates',
      '20',
      '--seed',
      '3',
      '--level',
      '0.8',
      '--factor',
      'x',
      '--baseline',
      'kind=odd',
      '--weights',
      'yes1',
    ]
    const weighted = rows.map((row) => ({ ...row, yes1: row.yes + 1 }))
    const input = [`${header},yes1`, ...lines.map((line, index) => `${line},${weighted[index]!.yes1}`)].join('\n')
    const expected = fitMixed('y ~ x + kind + (1 | group)', weighted, {
      method: 'ML',
      inference: 'bootstrap',
      replicates: 20,
      seed: 3,
      level: 0.8,
      factors: ['x'],
      baselines: { kind: 'odd' },
      weights: 'yes1',
    })
    const printed = await printedJson<MixedFit>([...mixed, 'y ~ x + kind + (1 | group)', ...flags], { input })
    expect(printed.fixed).toEqual(plain(expected.fixed))
    expect(printed.fixed.length).toBe(9)
    expect(printed.inference).toBe('bootstrap')
  })

  it('fits yes and no', async () => {
    const flags = ['--family', 'binomial', '--quadrature', '5']
    const printed = await printedJson<MixedFit>([...mixed, 'yes ~ x + (1 | group)', ...flags], { input: csv })
    const expected = fitMixed('yes ~ x + (1 | group)', rows, { family: 'binomial', quadraturePoints: 5 })
    expect(printed.minusTwoLogLik).toBe(expected.minusTwoLogLik)
    expect(printed.sigma).toBeNull()
    const { stdout } = await runCommand([...mixed, 'yes ~ x + (1 | group)', ...flags], { input: csv })
    expect(stdout).toContain('Binomial mixed model, logit scale')
    expect(stdout).not.toMatch(/^residual/m)
  })

  it('keeps rows by --where and counts rows with a blank cell', async () => {
    const input = csv.replace(/^3,[^,]*,/m, '3, ,').replace(/^5,([^,]*),[^,]*,/m, '5,$1,NA,')
    const printed = await printedJson<MixedFit>([...mixed, 'y ~ x + (1 | group)', '--where', 'kind=odd'], { input })
    expect(printed.n).toBe(rows.filter(({ kind }) => kind === 'odd').length - 2)
    expect(printed.omittedRows).toEqual([2, 3])
    expect(printed.warnings.map(({ code }) => code)).toContain('rows-omitted')
  })

  it('prints tables and a report', async () => {
    await writeFile(folder.path('t.csv'), csv)
    const argv = ['mixed', 'fit', 't.csv', '--formula', formula, '--factor', 'kind', '--out', 'report']
    const { code, stdout } = await runCommand(argv, { cwd: folder.path() })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^180 rows in 20 groups of group\. The fit, −2 log likelihood [\d.]+, is a certified optimum\.$/m,
    )
    expect(stdout).toMatch(/^x +1\.\d+ +[\d.]+ to [\d.]+ +0\.\d+ +[\d.]+ +[\d.e-]+$/m)
    expect(stdout).toMatch(/^group: x +[\d.]+ +[\d.]+ to [\d.]+ +−?0\.\d\d$/m)
    expect(stdout).toMatch(/^residual +[\d.]+ +[\d.]+ to [\d.]+$/m)
    expect(stdout).toMatch(/^rank of the random effects +2 of 2$/m)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    const page = await readFile(folder.path('report', 'index.html'), 'utf8')
    expect(page).toContain('--formula &#39;y ~ x + kind + (1 + x | group)&#39; --factor kind')
    expect(page).toContain('(Intercept)')
  })

  it('reads only the columns inside cbind(), I() and factor()', async () => {
    const text = 'cbind(yes, size - yes) ~ I(x^2) + factor(level) + (1 | group)'
    const table = rows.map((row, index) => ({ ...row, size: 3, level: index % 3 }))
    const input = [
      'yes,size,x,level,group,other',
      ...table.map((row) => `${row.yes},${row.size},${row.x},${row.level},${row.group},?`),
    ].join('\n')
    const printed = await printedJson<MixedFit>([...mixed, text, '--family', 'binomial'], { input })
    expect(printed.fixed).toEqual(plain(fitMixed(text, table, { family: 'binomial' }).fixed))
    expect(printed.fixed.map(({ term }) => term)).toHaveLength(4)
  })

  it('repeats the command with its switches in a report', async () => {
    await writeFile(folder.path('t.csv'), csv)
    const argv = [
      'mixed',
      'fit',
      't.csv',
      '--formula',
      'y ~ kind + (1 | group)',
      '--ml',
      '--baseline',
      'kind=odd',
      '--where',
      'x=1',
    ]
    expect((await runCommand([...argv, '--out', 'again', '--quiet'], { cwd: folder.path() })).code).toBe(2)
    const { code } = await runCommand([...argv.slice(0, -2), '--where', 'yes=1', '--out', 'again', '--quiet'], {
      cwd: folder.path(),
    })
    expect(code).toBe(0)
    const page = await readFile(folder.path('again', 'index.html'), 'utf8')
    expect(page).toContain('--ml --baseline kind=odd --out again')
    expect(page).toContain('--where yes=1')
  })

  it('says that a variance is zero, with the proof', async () => {
    const input = [
      'y,g',
      ...Array.from({ length: 24 }, (_, index) => `${[1, 5, 2, 4][index % 4]},g${Math.floor(index / 4)}`),
    ].join('\n')
    const { code, stdout } = await runCommand([...mixed, 'y ~ 1 + (1 | g)'], { input })
    expect(code).toBe(0)
    expect(stdout).toContain('is a certified optimum on the\nboundary')
    expect(stdout).toMatch(/^zero variances proven right \(KKT\) +yes$/m)
    expect(stdout).toContain('[boundary]')
  })
})

describe('mixed fit refuses', () => {
  const table = `y,x,g\n${Array.from({ length: 12 }, (_, index) => `${index % 5},${index},g${index % 3}`).join('\n')}\n`
  it.each([
    ['text in a number', table.replace('3,3,', '3,3x,'), ['row 4: column "x", value "3x": not a number', '--factor x']],
    ['text in the response', table.replace('0,5,', 'zero,5,'), ['row 6: column "y", value "zero"']],
    ['infinity', table.replace('3,3,', '3,Infinity,'), ['column "x", value "Infinity"']],
    ['a missing column', 'y,z,g\n1,2,a\n', ['there is no column "x"', 'The file has: "y", "z", "g"']],
    ['a header alone', 'y,x,g\n', ['there is a header but no row of data']],
    ['one group', 'y,x,g\n1,1,a\n2,2,a\n4,3,a\n5,5,a\n', ['refused: standard input, 4 rows:']],
    ['no complete row', 'y,x,g\n,1,a\n1,,b\n', ['no row has a value in every column']],
    ['a blank column', 'y,x,g\n1,,a\n2,,b\n', ['no row has a value', 'x is blank in all of them']],
  ])('%s', async (_, input, words) => {
    await expectRefusal([...mixed, 'y ~ x + (1 | g)'], words, { input })
  })

  it.each([
    [['y ~ x + (1 | g'], ["expected ')'"]],
    [['y ~ x + (1 | g)', '--factor', 'z'], ["'z' is no column of the formula. Its columns: y, x, g."]],
    [['y ~ x + (1 | g)', '--baseline', 'h=1'], ["'h' is no column of the formula"]],
    [['y ~ x + (1 | g)', '--baseline', 'x=99'], ['baseline "99" is not a level of x']],
    [['y ~ x + (1 | g)', '--family', 'binomial', '--ml'], ['--ml chooses between REML and ML']],
    [['y ~ x + (1 | g)', '--quadrature', '5'], ['--quadrature belongs to --family binomial']],
    [
      ['y ~ x + (1 | g)', '--family', 'binomial', '--inference', 'kr'],
      ['binomial models have the inferences wald, profile, bootstrap, cluster-bootstrap'],
    ],
    [['y ~ x + (1 | g)', '--inference', 'bayes'], ['Allowed choices are wald, satterthwaite, kr']],
  ])('%j', async (flags, words) => {
    await expectRefusal([...mixed, ...flags], words, { input: table })
  })

  it('a command without a formula', async () => {
    await expectRefusal(['mixed', 'fit', 't.csv'], ["required option '--formula <text>' not specified"])
  })

  it('through the built command, telling which rows were kept', () => {
    const argv = [...mixed, 'y ~ x + (1 | g)', '--where', 'g=g0', '--json']
    const { code, stdout, stderr } = runBuilt(argv, { cwd: folder.path(), input: table.replace('3,3,', '3,3x,') })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('row 2: column "x", value "3x"')
    expect(stderr).toContain('rows are counted as --where keeps them')
  })
})

describeWithShared(
  'the classics of lme4',
  ['oracles/mixed/sleepstudy.csv', 'oracles/mixed/sleepstudy.reml.lme4.json'],
  () => {
    it('sleepstudy has the deviance, slope and degrees of freedom of lme4', async () => {
      const file = sharedPath('oracles/mixed/sleepstudy.csv')
      const printed = await printedJson<MixedFit>([
        'mixed',
        'fit',
        file,
        '--formula',
        'Reaction ~ Days + (Days | Subject)',
        '--inference',
        'kr',
      ])
      // lme4 1.1 prints 1743.628 and 10.467 (1.546); pbkrtest 17 degrees of freedom.
      expect(printed.minusTwoLogLik).toBeCloseTo(1743.628272, 5)
      expect(printed.fixed[1]!.estimate).toBeCloseTo(10.467286, 5)
      expect(printed.fixed[1]!.se).toBeCloseTo(1.54579, 4)
      expect(printed.fixed[1]!.df).toBeCloseTo(17, 2)
    })

    it('dyestuff2 lies on the boundary', async () => {
      const file = sharedPath('oracles/mixed/dyestuff2.csv')
      const printed = await printedJson<MixedFit>(['mixed', 'fit', file, '--formula', 'Yield ~ 1 + (1 | Batch)'])
      expect(printed.minusTwoLogLik).toBeCloseTo(161.828278, 5)
      expect(printed.certificate).toMatchObject({ boundary: true, kkt: true })
    })
  },
)
