import { expect, it } from 'vitest'
import { openLog } from '../../src/index.js'

it.each([2 ** 29, 2 ** 31])('a JSON log of %i bytes is refused with its reason', async (size) => {
  const source = {
    size,
    read: (start: number, end: number) => Promise.resolve(new Uint8Array(end - start).fill(0x20)),
  }
  await expect(openLog(source, { name: 'big.json' })).rejects.toMatchObject({
    code: 'too-large',
    message: expect.stringContaining('big.json') as string,
  })
})
