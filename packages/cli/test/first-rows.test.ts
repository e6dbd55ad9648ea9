import { expect, it } from 'vitest'
import { anyRow, type AnyRow } from '../src/io/any-row.js'
import { foundOptions } from '../src/io/first-rows.js'

const run = async (
  count: number,
  equals: string,
): Promise<{ readonly head: readonly AnyRow[]; readonly read: number }> => {
  let read = 0
  let seen: readonly AnyRow[] = []
  function* rows(): Generator<AnyRow> {
    for (; read < count; read += 1) yield { kind: read % 10 === 0 ? 'tenth' : 'other', at: read }
  }
  const find = (head: readonly AnyRow[]) => {
    seen = head
    return { schema: anyRow, columns: {} }
  }
  await foundOptions({ schema: anyRow, name: 'f', where: [{ column: 'kind', equals }], find }, rows)
  return { head: seen, read }
}

it('looks at rows that the filter keeps', async () => {
  const { head, read } = await run(100_000, 'tenth')
  expect(head).toHaveLength(200)
  expect(new Set(head.map(({ kind }) => kind))).toEqual(new Set(['tenth']))
  expect(read).toBeLessThan(2000)
})

it('searches for them only so far, and then looks at those there are', async () => {
  const { head, read } = await run(100_000, 'nowhere')
  expect(head).toHaveLength(200)
  expect(read).toBeLessThan(5000)
})

it('looks at all of a short table', async () => {
  expect((await run(30, 'tenth')).head).toHaveLength(3)
  expect((await run(0, 'tenth')).head).toEqual([])
})
