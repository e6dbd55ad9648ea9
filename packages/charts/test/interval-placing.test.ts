import { expect, it } from 'vitest'
import { placing } from '../src/internal/interval-placing.js'

const format = (value: number): string => String(value)
const row = (label: string) => ({ label, estimate: 1, lower: 0, upper: 2 })

it('puts numbers at the right of a wide picture', () => {
  const { name, value, marginRight } = placing([row('alpha')], 680, format)
  expect(name.textAnchor).toBe('end')
  expect(value.frameAnchor).toBe('right')
  expect(marginRight).toBeGreaterThan(60)
})

it('puts them under short names of a narrow one, smaller', () => {
  const { name, value, marginLeft, marginRight } = placing([row('alpha')], 320, format)
  expect(value.frameAnchor).toBe('left')
  expect(value.dy).toBeGreaterThan(name.dy)
  expect(value.fontSize).toBe(10)
  expect(marginLeft).toBeLessThan(160)
  expect(marginRight).toBe(16)
})

it('puts both above their lines where names would take half of it, in two lines where one is too short', () => {
  const long = 'compute-optimal parameters at 1e24'
  const one = placing([row(long)], 400, format)
  expect(one.marginLeft).toBe(16)
  expect(one.value.dy).toBe(one.name.dy)
  const two = placing([row(long)], 240, format)
  expect(two.value.dy).toBeGreaterThan(two.name.dy)
  expect(two.band).toBeGreaterThan(one.band)
})
