import { describe, expect, it } from 'vitest'
import { experimentColumns, watchExperiments } from '../src/laws/several-experiments.js'

/** The message about rows that lie at these places and carry these cells. */
function said(rows: readonly { readonly at: string; readonly [column: string]: unknown }[]): string | undefined {
  const watch = watchExperiments(experimentColumns(rows, ['at']))
  for (const row of rows)
    watch.see(
      () => row.at,
      (column) => row[column],
    )
  return watch.findings()[0]?.message
}

const places = ['a', 'b', 'c', 'd']

describe('watchExperiments', () => {
  it('says which column tells experiments apart, whatever it holds', () => {
    const rows = ['1', '2'].flatMap((experiment) => places.map((at) => ({ at: at + experiment, experiment, set: 'x' })))
    expect(said(rows)).toContain('Column "experiment" has 2 values ("1", "2")')
    expect(said(rows)).toContain('--where experiment=VALUE')
    expect(said(rows.filter(({ experiment }) => experiment === '1'))).toBeUndefined()
  })

  it('chooses by the experiment, and names the other columns', () => {
    const rows = [0, 1, 2, 3].flatMap((id) =>
      places.map((at) => ({ at, dataset: `data ${id}`, experiment_id: id % 2, seed: id })),
    )
    expect(said(rows)).toContain('Column "experiment_id" has 2 values ("0", "1"; "dataset" has 4)')
  })

  it('takes any column of text that differs where runs are the same', () => {
    const rows = ['cosine', 'constant'].flatMap((decay) => places.map((at) => ({ at, decay, note: '' })))
    expect(said(rows)).toContain('"decay"')
    expect(said(rows.map((row, index) => ({ ...row, at: String(index) })))).toBeUndefined()
  })

  it('is silent about names of runs, numbers and nested values', () => {
    const rows = places.flatMap((at) =>
      [1, 2].map((seed) => ({ at, name: `${at}${seed}`, seed: String(seed), args: { seed }, group: '' })),
    )
    expect(said(rows)).toBeUndefined()
    expect(said([])).toBeUndefined()
  })
})
