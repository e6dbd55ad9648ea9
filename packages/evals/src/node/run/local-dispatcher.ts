import type { Claim, Dispatcher, WorkItem } from '../../task/dispatcher.js'

/** A dispatcher within one process: a bounded queue. Nobody dies alone here, so heartbeats have nothing to do. */
export function localDispatcher<Item extends WorkItem>(capacity: number): Dispatcher<Item> {
  const queue: Claim<Item>[] = []
  const taken = new Map<string, number>()
  let closed = false
  let room: (() => void) | null = null
  const waiting: (() => void)[] = []
  const wake = (): void => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  const settled = (key: string, attempt: number): boolean => {
    if (taken.get(key) !== attempt) return false
    taken.delete(key)
    if (closed && taken.size === 0 && queue.length === 0) wake()
    return true
  }
  return {
    async enqueue(items) {
      if (closed) return
      for (const item of items) queue.push({ item, attempt: 1 })
      waiting.shift()?.()
      if (queue.length >= capacity) {
        await new Promise<void>((resolve) => {
          room = resolve
        })
      }
    },
    close() {
      closed = true
      wake()
      room?.()
    },
    async claim(n) {
      while (queue.length === 0) {
        // What is taken may be given back.
        if (closed && taken.size === 0) return []
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
      const claims = queue.splice(0, n)
      for (const { item, attempt } of claims) taken.set(item.key, attempt)
      if (queue.length > 0) waiting.shift()?.()
      if (queue.length < capacity / 2 && room !== null) {
        room()
        room = null
      }
      return claims
    },
    heartbeat: () => Promise.resolve(),
    complete: ({ item, attempt }) => Promise.resolve(settled(item.key, attempt)),
    fail({ item, attempt }, again) {
      if (again && taken.get(item.key) === attempt) queue.push({ item, attempt: attempt + 1 })
      settled(item.key, attempt)
      wake()
      return Promise.resolve()
    },
  }
}
