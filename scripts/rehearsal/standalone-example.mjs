// The first runnable example of a README as one TypeScript module that needs nothing but the package, prints what it asserts, and fails where that is not so.
import { examplesIn, renderExample } from '../doctest-example.mjs'

/** @param {string} readme - The text of the README. */
export function standaloneExample(readme) {
  const example = examplesIn(readme, false).find(({ run }) => run)
  if (example === undefined) return undefined
  const rendered = renderExample(example, 'README')
    .replace("from 'vitest'", "from './expect.js'")
    .replace(/^(it\()/m, 'await $1')
  return { code: example.code, module: `${rendered}export {}\n` }
}

/** What the examples use of a test runner. */
export const expectModule = `
type Matchers = { toEqual(expected: unknown): void; toBeLessThanOrEqual(expected: number): void; toThrow(expected?: unknown): void }
const lines: string[] = []
const shown = (value: unknown): string => JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? String(value)
const fail = (message: string): never => { throw new Error(message) }
const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return Array.isArray(a) === Array.isArray(b) && [...keys].every((key) => same(left[key], right[key]))
}
export function expect(actual: unknown): Matchers {
  return {
    toEqual(expected) {
      if (!same(actual, expected)) fail('expected ' + shown(expected) + ', got ' + shown(actual))
      lines.push(shown(actual))
    },
    toBeLessThanOrEqual(expected) {
      if (!((actual as number) <= expected)) fail('off by ' + shown(actual) + ', not within ' + shown(expected))
      lines.push('off by ' + (actual as number).toExponential(1))
    },
    toThrow() {
      try { (actual as () => void)() } catch (error) { lines.push(String(error)); return }
      fail('did not throw')
    },
  }
}
expect.objectContaining = (value: unknown): unknown => value
export async function it(_title: string, body: () => unknown): Promise<void> {
  await body()
  const report = globalThis as unknown as { exampleResult?: readonly string[] }
  report.exampleResult = lines
}
`
