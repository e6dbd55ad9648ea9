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
