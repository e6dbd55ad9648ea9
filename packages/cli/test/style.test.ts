import { expect, it } from 'vitest'
import { styleFor } from '../src/io/style.js'
import { memoryIo } from './memory-io.js'

const terminal = memoryIo({ terminal: true }).stdout
const file = memoryIo().stdout

it('colours a terminal', () => {
  const style = styleFor(terminal, {})
  expect(style.bold('x')).toBe('\u001B[1mx\u001B[22m')
  expect(style.dim('x')).toBe('\u001B[2mx\u001B[22m')
  expect(style.bad('x')).toBe('\u001B[31mx\u001B[39m')
  expect(style.caution('x')).toBe('\u001B[33mx\u001B[39m')
})

it.each([
  ['a file', file, {}],
  ['NO_COLOR', terminal, { NO_COLOR: '1' }],
  ['a dumb terminal', terminal, { TERM: 'dumb' }],
])('leaves text alone for %s', (_, stream, env) => {
  const style = styleFor(stream, env)
  expect([style.bold('x'), style.dim('x'), style.bad('x'), style.caution('x')]).toEqual(['x', 'x', 'x', 'x'])
})

it('takes an empty NO_COLOR for none, as the convention says', () => {
  expect(styleFor(terminal, { NO_COLOR: '' }).bold('x')).not.toBe('x')
})
