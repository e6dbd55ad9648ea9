import { describe, expect, it } from 'vitest'
import { findColumns } from '../src/laws/find-columns.js'
import { columnNames } from '../src/laws/column-names.js'
import { siblingTexts } from '../src/laws/sibling-text.js'

const results = [
  { loss: 3.1, split: 'validation', val_data: ['data/c4_val.tar'] },
  { loss: 3.3, split: 'validation', val_data: ['data/pile_val.tar'] },
]
const losses = ['results.0.loss', 'results.1.loss']

describe('siblingTexts', () => {
  it('names the text that differs, of the first row that has the objects', () => {
    expect(siblingTexts([{ name: 'none' }, { results }], losses)).toEqual([
      'val_data "data/c4_val.tar"',
      'val_data "data/pile_val.tar"',
    ])
  })

  it('shows the end of a long text', () => {
    const long = results.map((result, index) => ({ ...result, val_data: `${'x'.repeat(90)}${index}` }))
    expect(siblingTexts([{ results: long }], losses)![1]).toBe(`val_data "...${'x'.repeat(39)}1"`)
  })

  it.each([
    ['texts are the same', [{ results: results.map(({ loss }) => ({ loss, split: 'a' })) }], losses],
    ['there are none', [{ results: results.map(({ loss }) => ({ loss })) }], losses],
    ['a list has several', [{ results: results.map(({ loss }, i) => ({ loss, data: ['a', `b${i}`] })) }], losses],
    ['columns are not nested', [{ a: 1, b: 2 }], ['a', 'b']],
    ['there is no row', [], losses],
  ])('is silent where %s', (_, rows, columns) => {
    expect(siblingTexts(rows, columns)).toBeUndefined()
  })

  it('is part of what is said where a column could be one of several', () => {
    const find = (): unknown =>
      findColumns(
        [{ params: 1, results }],
        { fields: ['params', 'loss'], mapped: {}, names: columnNames },
        'runs.jsonl',
      )
    expect(find).toThrow(
      'runs.jsonl: several columns may hold the loss: "results.0.loss" (val_data "data/c4_val.tar"), "results.1.loss" (val_data "data/pile_val.tar"). Choose with --map loss=COLUMN.',
    )
  })
})
