// The examples of a README that are rehearsed, each as one TypeScript module that needs nothing but the package, prints what it asserts, and fails where that is not so.
import { examplesIn, renderExample } from '../doctest-example.mjs'

/**
 * The first example that runs; where that one is for Node alone, also the first that is not, since the rest of the package runs everywhere.
 *
 * @param {string} readme - The text of the README.
 * @returns {{ code: string, module: string, forNode: boolean }[]}
 */
export function standaloneExamples(readme) {
  const examples = examplesIn(readme, false)
    .filter(({ run }) => run)
    .map(standalone)
  const [first] = examples
  if (first === undefined) return []
  const elsewhere = first.forNode ? examples.find(({ forNode }) => !forNode) : undefined
  return elsewhere === undefined ? [first] : [first, elsewhere]
}

function standalone(example) {
  const rendered = renderExample(example, 'README')
    .replace("from 'vitest'", "from './expect.js'")
    .replace(/^(it\()/m, 'await $1')
    // The value, and not only how far it is off, is what the log shows.
    .replaceAll(
      /expect\(Math\.abs\(Number\((.+)\) - \((.+)\)\)\)\.toBeLessThanOrEqual\((.+)\)$/gm,
      'expect($1).toBeNear($2, $3)',
    )
  // What reads files or talks to networks says so by importing from Node or by its process; such an example is for Node alone.
  return {
    code: example.code,
    module: `${rendered}export {}\n`,
    forNode: /from '(?:node:|.*\/node')|\bprocess\./.test(example.code),
  }
}

/** What the examples use of a test runner. */
export const expectModule = `
type Matchers = { toEqual(expected: unknown): void; toBeNear(expected: number, tolerance: number): void; toThrow(expected?: unknown): void }
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
    toBeNear(expected, tolerance) {
      if (!(Math.abs(Number(actual) - expected) <= tolerance)) fail('expected ' + shown(expected) + ' within ' + shown(tolerance) + ', got ' + shown(actual))
      lines.push(shown(actual))
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
