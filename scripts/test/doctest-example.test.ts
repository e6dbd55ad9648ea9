import { describe, expect, it } from 'vitest'
import { examplesIn, renderExample } from '../doctest-example.mjs'

const render = (code: string) => renderExample({ code, run: true }, 'title')

describe('examplesIn', () => {
  it('finds the ts blocks of Markdown and leaves other languages alone', () => {
    expect(examplesIn('```ts\na\n```\n```sh\nb\n```\n```ts no-run\nc\n```\n', false)).toEqual([
      { code: 'a\n', run: true },
      { code: 'c\n', run: false },
    ])
  })
  it('reads JSDoc comments only, without their stars', () => {
    const text = 'const x = 1\n/**\n * Text.\n * ```ts\n * mean([1]) // => 1\n * ```\n */\nexport function f() {}\n'
    expect(examplesIn(text, true)).toEqual([{ code: 'mean([1]) // => 1\n', run: true }])
  })
})

describe('renderExample', () => {
  it('asserts deep equality', () => {
    expect(render('f(1) // => [1, 2]')).toContain('expect(f(1)).toEqual([1, 2])')
  })
  it('keeps a constant that is declared and asserted at once', () => {
    expect(render('const y = f(1) // => 2')).toContain('const y = f(1)\nexpect(y).toEqual(2)')
  })
  it('compares to the digits printed', () => {
    expect(render('f(1) // => ~0.35')).toContain('Math.abs(Number(f(1)) - (0.35))).toBeLessThanOrEqual(0.005000')
    expect(render('f(1) // => ~1.5e9')).toContain('toBeLessThanOrEqual(50000100')
  })
  it('asserts errors by name', () => {
    expect(render('f(0) // throws RangeError')).toContain('expect(() => f(0)).toThrow(')
  })
  it('lifts imports, also those over several lines', () => {
    const file = render("import {\n  a,\n} from 'x'\na // => 1")
    expect(file.indexOf("} from 'x'")).toBeLessThan(file.indexOf('it("title"'))
  })
})
