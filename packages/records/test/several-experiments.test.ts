import { describe, expect, it } from 'vitest'
import { experimentColumns, watchExperiments, type ExperimentColumn } from '../src/index.js'

/** What is said of rows that lie at these places and carry these cells. */
function found(
  rows: readonly { readonly at: string; readonly [column: string]: unknown }[],
): readonly ExperimentColumn[] {
  const watch = watchExperiments(experimentColumns(rows, ['at']))
  for (const row of rows)
    watch.see(
      () => row.at,
      (column) => row[column],
    )
  return watch.columns()
}

const places = ['a', 'b', 'c', 'd']

describe('watchExperiments', () => {
  it('says which column tells experiments apart, whatever it holds', () => {
    const rows = ['1', '2'].flatMap((experiment) => places.map((at) => ({ at: at + experiment, experiment, set: 'x' })))
    expect(found(rows)).toEqual([{ column: 'experiment', values: ['1', '2'] }])
    expect(found(rows.filter(({ experiment }) => experiment === '1'))).toEqual([])
  })

  it('puts the experiment first, then the column of most values', () => {
    const rows = [0, 1, 2, 3].flatMap((id) =>
      places.map((at) => ({ at, dataset: `data ${id}`, experiment_id: id % 2, seed: id })),
    )
    expect(found(rows).map(({ column, values }) => [column, values.length])).toEqual([
      ['experiment_id', 2],
      ['dataset', 4],
    ])
  })

  it.each([
    ['Training set', true],
    ['Architecture', true],
    ['model family', true],
    ['LR schedule', true],
    ['task_name', true],
    ['curve id', true],
    ['step', false],
    ['expected', false],
    ['set', false],
  ])('knows experiments by name: %s', (column, known) => {
    const rows = [1, 2].flatMap((value) => places.map((at) => ({ at: `${at}${value}`, [column]: value })))
    expect(found(rows)).toHaveLength(known ? 1 : 0)
  })

  it('takes any column of text that differs where runs are the same', () => {
    const rows = ['cosine', 'constant'].flatMap((decay) => places.map((at) => ({ at, decay, note: '' })))
    expect(found(rows)).toEqual([{ column: 'decay', values: ['cosine', 'constant'] }])
    expect(found(rows.map((row, index) => ({ ...row, at: String(index) })))).toEqual([])
  })

  it('takes columns of known names before others, and times for no labels', () => {
    const rows = [0, 1, 2].flatMap((id) =>
      places.map((at) => ({ at, made: `2024_01_2${id}-08`, decay: `d${id}`, dataset: `data ${id % 2}` })),
    )
    expect(found(rows).map(({ column }) => column)).toEqual(['dataset', 'decay'])
  })

  it('is silent about names of runs, numbers and nested values', () => {
    const rows = places.flatMap((at) =>
      [1, 2].map((seed) => ({ at, name: `${at}${seed}`, seed: String(seed), loss: '1,5', args: { seed }, group: '' })),
    )
    expect(found(rows)).toEqual([])
    expect(found([])).toEqual([])
  })

  it('remembers 200 values and the places of 10,000 rows', () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => ({
      at: 'here',
      decay: String.fromCodePoint(19_968 + (row % 300)),
    }))
    expect(found(rows)).toEqual([])
    const twice = rows.flatMap(({ decay }, row) => [{ at: `${row % 7}`, decay }])
    expect(found(twice)[0]?.values).toHaveLength(200)
    const late = rows.map(({ at }, row) => ({ at, decay: row < 10_001 ? 'a' : 'b' }))
    expect(found(late)).toEqual([])
  })
})
