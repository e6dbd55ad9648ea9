import { expect, it } from 'vitest'
import { numberCell, parseRows, rowSchema } from '../src/index.js'
import { dataErrorOf } from './capture.js'

const schema = rowSchema({ loss: numberCell({ positive: true }) })

it('types rows that are in memory', () => {
  expect(parseRows([{ loss: 2, x: 1 }, { loss: '3' }], { schema })).toEqual([{ loss: 2 }, { loss: 3 }])
})

it('reports every bad one', () => {
  const rows = [{ loss: 0 }, { loss: Number.NaN }, { loss: 1 }, {}, null]
  const { issues } = dataErrorOf(() => parseRows(rows, { schema }))
  expect(issues.map(({ path, value }) => [path, value])).toEqual([
    [[1, 'loss'], '0'],
    [[2, 'loss'], 'NaN'],
    [[4, 'loss'], 'undefined'],
    [[5], undefined],
  ])
})

it('refuses no rows at all', () => {
  expect(dataErrorOf(() => parseRows([], { schema })).issues[0]!.code).toBe('no-rows')
})
