import { describe, expect, it } from 'vitest'
import { axisLines, thinned, tickCount } from '../src/internal/axis-room.js'

describe('tickCount', () => {
  it.each([
    [600, 5],
    [200, 3],
    [40, 2],
  ])('in %d pixels asks for %d ticks', (width, count) => {
    expect(tickCount(5, width, [0.2, 0.4], (value) => `${value} `)).toBe(count)
  })
})

describe('thinned', () => {
  const ticks = [1, 10, 100, 1000, 10_000, 100_000]

  it.each([
    [600, ticks],
    [200, [1, 100, 10_000]],
    [40, [1, 10_000]],
    [0, [1]],
  ])('in %d pixels keeps %j', (width, kept) => {
    expect(thinned(ticks, width, String)).toEqual(kept)
  })

  it('takes none and one as they are', () => {
    expect(thinned([], 100, String)).toEqual([])
    expect(thinned([5], 1, String)).toEqual([5])
  })
})

describe('axisLines', () => {
  it('breaks at words, and leaves long words whole', () => {
    expect(axisLines(undefined, 300)).toEqual([])
    expect(axisLines('Loss', 300)).toEqual(['Loss'])
    expect(axisLines('one two three', 80)).toEqual(['one two', 'three'])
    expect(axisLines('incomprehensible word', 80)).toEqual(['incomprehensible', 'word'])
  })
})
