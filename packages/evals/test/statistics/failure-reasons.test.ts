import { expect, it } from 'vitest'
import { failureCounter } from '../../src/statistics/failure-reasons.js'

it('counts errors of samples and of summaries by their messages, the most frequent first', () => {
  const counter = failureCounter()
  for (const error of [undefined, null, 'b', { message: 'a', traceback: '' }, 'a', { message: 'a' }]) counter.add(error)
  expect(counter.reasons()).toEqual([
    { message: 'a', attempts: 3 },
    { message: 'b', attempts: 1 },
  ])
})

it('has no reason where nothing failed', () => {
  expect(failureCounter().reasons()).toEqual([])
})

it('lists ten, cuts long ones, shows an error of another shape as JSON, and forgets what is too much', () => {
  const counter = failureCounter()
  counter.add({ code: 7 })
  counter.add('x'.repeat(1000))
  for (let k = 0; k < 5000; k += 1) counter.add(`request ${k}`)
  const reasons = counter.reasons()
  expect(reasons).toHaveLength(10)
  expect(reasons[0]).toEqual({ message: '{"code":7}', attempts: 1 })
  expect(reasons[1]!.message).toHaveLength(300)
})
