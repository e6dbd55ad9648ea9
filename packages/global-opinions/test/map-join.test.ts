import { expect, it } from 'vitest'
import { joinMap } from '../src/index.js'

it('puts one label on a shape, and lists the others with their reasons', () => {
  const labels = [
    'S. Korea',
    'South Korea',
    'Northern Ireland',
    'Mali (Non-national sample)',
    'India (Old national sample)',
    'India (Current national sample)',
    'Atlantis',
    'Macau SAR',
    'Kosovo',
  ]
  const { placed, beside, withoutData } = joinMap(labels, ['KOR', 'GBR', 'MLI', 'IND', 'XKX', 'PER'])
  expect(placed).toEqual([
    { iso3: 'KOR', label: 'S. Korea' },
    { iso3: 'IND', label: 'India (Current national sample)' },
    { iso3: 'XKX', label: 'Kosovo' },
  ])
  expect(beside).toEqual([
    { label: 'South Korea', reason: 'another label of South Korea, which is shown as S. Korea' },
    { label: 'Northern Ireland', reason: 'a part of United Kingdom' },
    { label: 'Mali (Non-national sample)', reason: 'a sample that does not stand for Mali' },
    { label: 'India (Old national sample)', reason: 'a sample that does not stand for India' },
    { label: 'Atlantis', reason: 'no country known here' },
    { label: 'Macau SAR', reason: 'no shape on this map' },
  ])
  expect(withoutData).toEqual(['GBR', 'MLI', 'PER'])
  expect(joinMap([], [])).toEqual({ placed: [], beside: [], withoutData: [] })
})
