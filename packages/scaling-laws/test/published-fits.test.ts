import { expect, it } from 'vitest'
import { computeOptimal, publishedFits } from '../src/index.js'

it('shows that rounding the constants moves the allocation', () => {
  const ratio = (name: keyof typeof publishedFits): number =>
    computeOptimal(publishedFits[name].parameters, 5.76e23).tokensPerParam
  expect(ratio('hoffmannRounded')).toBeCloseTo(92.647, 3)
  expect(ratio('hoffmann')).toBeCloseTo(58.932, 3)
  expect(ratio('besiroglu')).toBeCloseTo(18.338, 3)
  expect(publishedFits.hoffmannRounded.warning?.code).toBe('rounded-constants')
  expect(publishedFits.hoffmann.warning).toBeUndefined()
})

it.each(Object.entries(publishedFits))('%s names its source and says what was fitted', (_, fit) => {
  expect(fit.source).toMatch(/arXiv \d{4}\.\d{5}/)
  expect(fit.note.length).toBeGreaterThan(20)
})
