import { expect, it } from 'vitest'
import { computeOptimal, dataConstrainedLoss, lawLoss, presets, publishedFits, type LawName } from '../src/index.js'

it.each(Object.entries(presets))('%s has a law, units, a source and finite constants', (_, preset) => {
  expect(preset.units.length).toBeGreaterThan(10)
  expect(preset.source).toMatch(/arXiv/)
  expect(preset.note.length).toBeGreaterThan(20)
  for (const value of Object.values(preset.parameters)) expect(Number.isFinite(value)).toBe(true)
  const place = { params: 1e9, tokens: 1e10, x: 1e3 }
  const loss =
    preset.law === 'data-constrained'
      ? dataConstrainedLoss(presets.muennighoff2023.parameters, 1e9, 1e10, 1e10)
      : lawLoss(preset.law as LawName, preset.parameters as never, place as never)
  expect(loss).toBeGreaterThan(0)
})

it('keeps the digits that decide an allocation', () => {
  const ratio = (name: 'hoffmann2022' | 'hoffmann2022Rounded' | 'besiroglu2024' | 'besiroglu2024Huber'): number =>
    computeOptimal(presets[name].parameters, 5.76e23).tokensPerParam
  expect(ratio('hoffmann2022')).toBeCloseTo(58.9, 1)
  expect(ratio('hoffmann2022Rounded')).toBeCloseTo(92.6, 1)
  expect(ratio('besiroglu2024')).toBeCloseTo(18.3, 1)
  expect(ratio('besiroglu2024Huber')).toBeCloseTo(17.92101, 4)
  expect(presets.hoffmann2022.parameters).toBe(publishedFits.hoffmann.parameters)
})
