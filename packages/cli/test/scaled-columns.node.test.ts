import { numberCell, rowSchema, toCsv } from '@safety-portfolio/records'
import { publishedFits, simulateRuns, type ChinchillaFit } from '@safety-portfolio/scaling-laws'
import { describe, expect, it } from 'vitest'
import { scaledColumns, unitsOf } from '../src/laws/scaled-columns.js'
import { expectRefusal, printedJson } from './run-command.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.003, seed: 7 })

interface Printed extends ChinchillaFit {
  readonly source: { readonly columns: Readonly<Record<string, string>> }
}

const fitted = (columns: (run: (typeof runs)[number]) => object, flags: readonly string[] = []): Promise<Printed> =>
  printedJson<Printed>(['scaling', 'fit', '-', ...flags], { input: toCsv(runs.map(columns)) })

describe('columns with a unit in their name', () => {
  it.each<readonly [string, (run: (typeof runs)[number]) => object]>([
    ['billions', ({ params, tokens, loss }) => ({ 'Model Size (B)': params / 1e9, tokens_b: tokens / 1e9, loss })],
    [
      'compute in PF-days',
      ({ params, tokens, loss }) => ({ params, 'compute (PF-days)': (6 * params * tokens) / 8.64e19, loss }),
    ],
  ])('are the same runs: %s', async (_, columns) => {
    const plain = await fitted(({ params, tokens, loss }) => ({ params, tokens, loss }))
    const scaled = await fitted(columns)
    for (const name of ['A', 'B', 'E', 'alpha', 'beta'] as const)
      expect(scaled.parameters![name] / plain.parameters![name]).toBeCloseTo(1, 6)
    expect(scaled.warnings.map(({ code }) => code)).toContain('column-unit')
    expect(plain.warnings.map(({ code }) => code)).not.toContain('column-unit')
  })

  it('say what they were multiplied by, and what was named by hand stays as it is', async () => {
    const columns = ({ params, tokens, loss }: (typeof runs)[number]): object => ({
      'params (M)': params / 1e6,
      tokens,
      loss,
    })
    const found = await fitted(columns)
    expect(found.source.columns['params']).toBe('params (M)')
    expect(found.warnings[0]!.message).toBe('params is "params (M)" times 1e6, by the unit "M" in its name.')
    const named = await fitted(columns, ['--map', 'params=params (M)'])
    expect(named.warnings[0]!.message).toContain('as it stands, although its name says "M"')
    expect(named.parameters!.alpha).toBeCloseTo(found.parameters!.alpha, 8)
    expect(named.parameters!.A).toBeLessThan(found.parameters!.A / 10)
  })

  it('give way to a column in the plain unit, and are not believed where their numbers cannot be in it', async () => {
    const both = await fitted(({ params, tokens, loss }) => ({ 'params (B)': 1, params, tokens, loss }))
    expect(both.source.columns['params']).toBe('params')
    const input = toCsv(runs.map(({ params, tokens, loss }) => ({ 'params (B)': params, tokens, loss })))
    await expectRefusal(['scaling', 'fit', '-'], ['no columns for one more of params, tokens and compute'], { input })
  })
})

interface Doubted {
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
  readonly source: { readonly columns: Readonly<Record<string, string>> }
}

describe('commands that look for columns by a list of names', () => {
  const days = ['2020-01-01', '2021-03-01', '2022-02-01', '2023-07-01', '2024-05-01', '2025-02-01']
  const powers = [21, 22, 22.5, 23.4, 24, 25]
  const table = (column: string, unit: number): string =>
    toCsv(
      powers.map((power, i) => ({
        ...{ model: `m${i}`, date: days[i], correct: i + 1, items: 40, A: i / 10, B: i / 10 + 0.05, Hard: i ** 2 / 50 },
        'params (B)': 3 ** i,
        [column]: 10 ** power / unit,
      })),
    )

  it.each<readonly [string, readonly string[]]>([
    ['trend', ['--map', 'name=model']],
    ['frontier', ['--budget', '1e25']],
    ['trigger', ['--since', '2025-01-01', '--compute', '1e24', '--map', 'name=model']],
    ['observational', ['--target', 'Hard', '--benchmark', 'A', '--benchmark', 'B', '--bootstrap', '5']],
  ])('multiply units out: scaling %s', async (verb, flags) => {
    const argv = ['scaling', verb, '-', ...flags]
    const plain = await printedJson<Doubted>(argv, { input: table('compute', 1) })
    const scaled = await printedJson<Doubted>(argv, { input: table('Compute (PF-days)', 8.64e19) })
    const units = ({ warnings }: Doubted): readonly string[] =>
      warnings.filter(({ code }) => code === 'column-unit').map(({ message }) => message)
    expect(units(scaled)).toContain('compute is "Compute (PF-days)" times 8.64e19, by the unit "PF-days" in its name.')
    expect(units(plain).join()).not.toContain('compute')
    expect(scaled.source.columns['compute']).toBe('Compute (PF-days)')
    expect(numbers(scaled)).toEqual(numbers(plain))
  })

  it('multiply the scale of an audit, and prefer a column without a unit', async () => {
    const argv = ['scaling', 'emergence', '-', '--bootstrap', '19']
    const input = table('other', 1)
    const { warnings, source } = await printedJson<Doubted>(argv, { input })
    expect(source.columns['scale']).toBe('params (B)')
    expect(warnings[0]!.message).toBe('scale is "params (B)" times 1e9, by the unit "B" in its name.')
    const mapped = await printedJson<Doubted>([...argv, '--map', 'scale=params (B)'], { input })
    expect(mapped.warnings[0]!.message).toContain('as it stands, although its name says "B"')
    const both = await printedJson<Doubted>(argv, { input: table('params', 1) })
    expect(both.source.columns['scale']).toBe('params')
    expect(both.warnings.map(({ code }) => code)).not.toContain('column-unit')
  })
})

describe('columns that are looked for by a list of names', () => {
  it('are found in whatever way the name is written', async () => {
    const input = toCsv([1, 2, 3, 4].map((i) => ({ 'C [FLOPs]': 10 ** (18 + i), 'Parameters (N)': 10 ** (7 + i / 2) })))
    const { source } = await printedJson<Doubted>(['scaling', 'frontier', '-'], { input })
    expect(source.columns).toEqual({ compute: 'C [FLOPs]', params: 'Parameters (N)' })
  })

  it('are missed with a word on those that there are', async () => {
    const words = ['no column for the compute', 'The file has: "Model", "date", "log compute". Name columns with --map']
    await expectRefusal(['scaling', 'trend', '-'], words, { input: 'Model,date,log compute\na,2020-01-01,20\n' })
  })

  it('may say NA where a value is not known', async () => {
    const lines = [1, 2, 3, 4].map((i) => `m${i},202${i}-01-01,${i === 2 ? 'NA' : 10 ** (20 + i)}`)
    const input = ['name,date,compute', ...lines].join('\n')
    const trend = await printedJson<Doubted & { readonly n: number }>(['scaling', 'trend', '-'], { input })
    expect(trend.n).toBe(3)
  })

  it('keep what is written with separators for the reader to refuse', async () => {
    const input = 'model size (M),correct,total\n"1,000,000",1,100\n2000,5,100\n'
    await expectRefusal(['scaling', 'emergence', '-'], ['remove the thousands separators'], { input })
  })
})

/** The numbers of a result to ten digits, without its warnings and its source. */
function numbers(result: Doubted): readonly string[] {
  const text = JSON.stringify({ ...result, warnings: [], source: {} })
  return [...text.matchAll(/-?\d+\.?\d*(?:e[+-]?\d+)?/g)].map(([digits]) => Number(digits).toPrecision(10))
}

describe('scaledColumns', () => {
  const schema = rowSchema({ params: numberCell({ positive: true }) })
  const units = unitsOf({ params: 'params (B)' }, {}, [{ 'params (B)': '0.07' }])
  const read = (params: unknown): unknown => scaledColumns(schema, units)['~standard'].validate({ params })

  it.each([
    ['0.07', 70e6],
    [' 7 ', 7e9],
    [0.41, 410e6],
    ['1.3e1', 13e9],
  ])('moves the point of %j', (cell, params) => {
    expect(read(cell)).toEqual({ value: { params } })
  })

  it.each(['seven', '', '1,300', null])('leaves %j to be refused', (cell) => {
    expect(read(cell)).toHaveProperty('issues')
  })
})
