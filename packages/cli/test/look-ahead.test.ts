import { expect, it } from 'vitest'
import { lookAhead } from '../src/io/look-ahead.js'

async function* counting(closed: { value: boolean }): AsyncGenerator<number, void, void> {
  await Promise.resolve()
  try {
    for (let n = 0; n < 4; n++) yield n
  } finally {
    closed.value = true
  }
}

async function collected(source: AsyncIterable<number>, most = Infinity): Promise<readonly number[]> {
  const seen: number[] = []
  for await (const n of source) {
    seen.push(n)
    if (seen.length === most) break
  }
  return seen
}

it('gives what was looked at again, as often as it was looked at', async () => {
  const closed = { value: false }
  const { head, all } = lookAhead(counting(closed))
  expect(await collected(head, 1)).toEqual([0])
  expect(await collected(head, 3)).toEqual([0, 1, 2])
  expect(closed.value).toBe(false)
  expect(await collected(all)).toEqual([0, 1, 2, 3])
})

it('looks at all of a short stream, and closes it when the reader leaves off', async () => {
  const closed = { value: false }
  const { head, all } = lookAhead(counting(closed))
  expect(await collected(head)).toEqual([0, 1, 2, 3])
  expect(await collected(all, 2)).toEqual([0, 1])
  const again = { value: false }
  expect(await collected(lookAhead(counting(again)).all, 2)).toEqual([0, 1])
  expect(again.value).toBe(true)
})
