import { describe, expect, it } from 'vitest'
import { countryOf } from '../src/index.js'

describe('countries', () => {
  it.each([
    ['S. Korea', 'KOR', '410', 'South Korea'],
    ['Britain', 'GBR', '826', 'United Kingdom'],
    ['Czech Rep.', 'CZE', '203', 'Czechia'],
    ['Palest. ter.', 'PSE', '275', 'Palestine'],
    ['Bosnia Herzegovina', 'BIH', '070', 'Bosnia and Herzegovina'],
    ['Macau SAR', 'MAC', '446', 'Macao'],
    ['Ivory Coast', 'CIV', '384', 'Ivory Coast'],
    ["Côte d'Ivoire", 'CIV', '384', 'Ivory Coast'],
    ['Kosovo', 'XKX', null, 'Kosovo'],
    ['Viet Nam', 'VNM', '704', 'Vietnam'],
    ['TUR', 'TUR', '792', 'Turkey'],
    ['DE', 'DEU', '276', 'Germany'],
    ['UK', 'GBR', '826', 'United Kingdom'],
    ['Andorra', 'AND', '020', 'Andorra'],
    ['Puerto Rico', 'PRI', '630', 'Puerto Rico'],
  ])('%s', (label, iso3, numeric, name) => {
    expect(countryOf(label)).toMatchObject({ label, iso3, numeric, name })
  })

  it('reads who was asked', () => {
    expect(countryOf('India (Current national sample)')).toMatchObject({
      name: 'India',
      iso3: 'IND',
      sample: 'national',
    })
    expect(countryOf('India (Old national sample)').sample).toBe('old-national')
    expect(countryOf('Mali (Non-national sample)').sample).toBe('non-national')
    expect(countryOf('Mali').sample).toBe('unqualified')
  })

  it('knows parts, and what it does not know', () => {
    expect(countryOf('Northern Ireland').part).toBe(true)
    expect(countryOf('Britain').part).toBe(false)
    expect(countryOf('Atlantis')).toMatchObject({ iso3: null, numeric: null, name: 'Atlantis' })
    expect(countryOf('in').iso3).toBeNull()
  })
})
