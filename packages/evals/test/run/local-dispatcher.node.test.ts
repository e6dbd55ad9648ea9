import { describe, expect, it } from 'vitest'
import { localDispatcher } from '../../src/node/run/local-dispatcher.js'

const item = (key: string) => ({ key, position: 0, epoch: 1 })

describe('localDispatcher', () => {
  it('hands out each piece once, in order, and none when all is done', async () => {
    const work = localDispatcher(10)
    await work.enqueue([item('a'), item('b')])
    work.close()
    const [first, second] = [...(await work.claim(1)), ...(await work.claim(5))]
    expect([first!.item.key, second!.item.key]).toEqual(['a', 'b'])
    const idle = work.claim(1)
    await work.heartbeat([first!])
    expect(await work.complete(first!)).toBe(true)
    expect(await work.complete(first!)).toBe(false)
    expect(await work.complete(second!)).toBe(true)
    expect(await idle).toEqual([])
  })

  it('gives back what failed, and does not let the first owner complete it any more', async () => {
    const work = localDispatcher(10)
    await work.enqueue([item('a')])
    work.close()
    const [first] = await work.claim(1)
    await work.fail(first!, true)
    const [again] = await work.claim(1)
    expect(again!.attempt).toBe(2)
    expect(await work.complete(first!)).toBe(false)
    expect(await work.complete(again!)).toBe(true)
    expect(await work.claim(1)).toEqual([])
  })

  it('holds back who brings work faster than it is done', async () => {
    const work = localDispatcher(4)
    let waiting = true
    const bringing = work.enqueue(['a', 'b', 'c', 'd'].map(item)).then(() => {
      waiting = false
    })
    await Promise.resolve()
    expect(waiting).toBe(true)
    await work.claim(3)
    await bringing
    expect(waiting).toBe(false)
  })

  it('lets nobody wait once it is closed', async () => {
    const work = localDispatcher(2)
    const bringing = work.enqueue([item('a'), item('b')])
    const [one, other] = [...(await work.claim(1)), ...(await work.claim(1))]
    const idle = [work.claim(1), work.claim(1)]
    work.close()
    await bringing
    await work.fail(one!, false)
    await work.fail(other!, false)
    expect(await Promise.all(idle)).toEqual([[], []])
    await work.enqueue([item('late')])
  })
})
