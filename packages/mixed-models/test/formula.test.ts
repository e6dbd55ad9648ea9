import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { parseFormula } from '../src/index.js'

describe('parseFormula', () => {
  it.each([
    ['y ~ x', 'y ~ 1 + x'],
    ['y ~ 0 + x', 'y ~ 0 + x'],
    ['y ~ x - 1', 'y ~ 0 + x'],
    ['y ~ -1 + x', 'y ~ 0 + x'],
    ['y ~ 0 + x + 1', 'y ~ 1 + x'],
    ['y ~ a * b', 'y ~ 1 + a + b + a:b'],
    ['y ~ a * b - a', 'y ~ 1 + b + a:b'],
    ['y ~ a / b', 'y ~ 1 + a + a:b'],
    ['y ~ (a + b) / c', 'y ~ 1 + a + b + a:b:c'],
    ['y ~ (a + b + c)^2', 'y ~ 1 + a + b + c + a:b + a:c + b:c'],
    ['y ~ b:a + a + b', 'y ~ 1 + a + b + b:a'],
    ['y ~ x + x + x', 'y ~ 1 + x'],
    ['y ~ a:b:a', 'y ~ 1 + a:b'],
    ['y ~ (x | g)', 'y ~ 1 + (1 + x | g)'],
    ['y ~ x + (0 + x | g)', 'y ~ 1 + x + (0 + x | g)'],
    ['y ~ (x + z || g)', 'y ~ 1 + (1 | g) + (0 + x | g) + (0 + z | g)'],
    ['y ~ (0 + x || g)', 'y ~ 1 + (0 + x | g)'],
    ['y ~ (1 | a/b/c)', 'y ~ 1 + (1 | a) + (1 | b:a) + (1 | c:b:a)'],
    ['y ~ (1 | a) + (1 | b)', 'y ~ 1 + (1 | a) + (1 | b)'],
    ['log(y + 1) ~ I(x^2) + offset(2 * o)', 'log(y + 1) ~ 1 + I(x^2) + offset(2 * o)'],
    ['cbind(yes, n - yes) ~ x', 'cbind(yes, n - yes) ~ 1 + x'],
    ['`my y` ~ `a b`:c', '`my y` ~ 1 + `a b`:c'],
    ['y ~ I(-x / (a - b))', 'y ~ 1 + I(-x/(a - b))'],
    ['y ~ I((x - 1)^2 * 3 - (a - (b - 1)))', 'y ~ 1 + I((x - 1)^2 * 3 - (a - (b - 1)))'],
    ['y ~ I((-x)^2) + I(-x^2) + I(2^-x)', 'y ~ 1 + I((-x)^2) + I(-x^2) + I(2^-x)'],
    ['y ~ I(t > .5) + .hidden + x.2', 'y ~ 1 + I(t > 0.5) + .hidden + x.2'],
    ['y ~ I((x^2)^3) + I(x^2^3)', 'y ~ 1 + I((x^2)^3) + I(x^2^3)'],
    ['y ~ I(x>0) + I(f=="a b") + I(g != \'c\')', 'y ~ 1 + I(x > 0) + I(f == "a b") + I(g != "c")'],
    ['y ~ I(f %in% c("a", "b"))', 'y ~ 1 + I(f %in% c("a", "b"))'],
    ['y ~ poly(x,2,raw=TRUE) + poly(z, degree = 3)', 'y ~ 1 + poly(x, 2, raw = TRUE) + poly(z, degree = 3)'],
    ['y ~ factor(k, levels=c(30,10,-2))', 'y ~ 1 + factor(k, levels = c(30, 10, -2))'],
    ['y ~ relevel(f, ref="b") + scale(x, scale=F)', 'y ~ 1 + relevel(f, ref = "b") + scale(x, scale = FALSE)'],
    ['  y~x  ', 'y ~ 1 + x'],
    ['y ~ scale(x) + factor(k) + 1.5e0 * 0', ''],
  ])('%s', (text, canonical) => {
    if (canonical === '') expect(() => parseFormula(text)).toThrow('the only numbers allowed as terms are 0 and 1')
    else expect(parseFormula(text).text).toBe(canonical)
  })

  it.each([
    ['y ~ x + (1 | g', "expected ')' but found the end at position 15"],
    ['y x', "expected '~' but found 'x' at position 3"],
    ['y ~ x ? z', 'unexpected character "?" at position 7'],
    ['y ~ ', 'expected a term but found the end at position 5'],
    ['y ~ x )', "expected an operator but found ')' at position 7"],
    ['y ~ x^a', "expected a whole power of at least 1 but found 'a' at position 7"],
    ['y ~ (1 | 1)', 'a random term needs a grouping column'],
    ['y ~ log(', 'expected a column name, a number or ( but found the end at position 9'],
    ['y ~ poly(x, raw = maybe)', "expected a number, text in quotes, TRUE or FALSE but found 'maybe' at position 19"],
    ['y ~ factor(k, levels = c(1, -"a"))', "expected a number, text in quotes, TRUE or FALSE but found 'a'"],
    ['y ~ 7', "the only numbers allowed as terms are 0 and 1, but found '7' at position 5"],
  ])('%s is refused with its position', (text, message) => {
    expect(() => parseFormula(text)).toThrow(RangeError)
    expect(() => parseFormula(text)).toThrow(message)
  })

  it('settles: canonical text stays canonical', () => {
    const name = fc.constantFrom('a', 'b', 'x', 'long.name', '`q r`')
    const term = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join(':'))
    const group = fc.tuple(
      fc.array(term, { maxLength: 2 }),
      fc.constantFrom('|', '||'),
      fc.constantFrom('g', 'g/h', 'g:h'),
    )
    fc.assert(
      fc.property(
        fc.array(term, { maxLength: 4 }),
        fc.array(group, { maxLength: 2 }),
        fc.boolean(),
        (terms, groups, one) => {
          const random = groups.map(([inner, bar, by]) => `(${['1', ...inner].join(' + ')} ${bar} ${by})`)
          const { text } = parseFormula(`y ~ ${[one ? '1' : '0', ...terms, ...random].join(' + ')}`)
          // Sorting by degree can change which variable is named first, and with it the order within an interaction, once.
          const settled = parseFormula(text).text
          expect(parseFormula(settled).text).toBe(settled)
        },
      ),
    )
  })

  it('is JSON-safe', () => {
    const formula = parseFormula('y ~ log(x) * f + offset(o) + (1 | g)')
    expect(JSON.parse(JSON.stringify(formula))).toEqual(formula)
  })
})
