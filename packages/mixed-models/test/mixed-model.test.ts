import { describe, expect, it } from 'vitest'
import { DataError } from '@safety-portfolio/records'
import { parseFormula, prepareModel } from '../src/index.js'
import { NewRows } from '../src/internal/new-rows.js'

const rows = [
  { y: 1, x: '2', f: 'b', h: 'u', g: 10, k: 1, flag: true },
  { y: 2, x: '3.5', f: 'a', h: 'v', g: 9, k: 2, flag: false },
  { y: 4, x: '-1e1', f: 'c', h: 'u', g: 10, k: 1, flag: true },
  { y: 3, x: '0', f: 'a', h: 'v', g: 9, k: 2, flag: false },
  { y: 5, x: '1', f: 'b', h: 'v', g: 10, k: 3, flag: true },
  { y: 7, x: '4', f: 'c', h: 'v', g: 9, k: 3, flag: false },
]
const column = (formula: string, name: string, options = {}): number[] => {
  const model = prepareModel(formula, rows, options)
  return Array.from(model.fixedColumns[model.fixedNames.indexOf(name)]!)
}

describe('prepareModel', () => {
  it('reads text that is strictly a number as a number, other text and booleans as factors', () => {
    expect(column('y ~ x + (1 | g)', 'x')).toEqual([2, 3.5, -10, 0, 1, 4])
    expect(prepareModel('y ~ f + flag + (1 | g)', rows).fixedNames).toEqual(['(Intercept)', 'fb', 'fc', 'flagtrue'])
  })

  it.each([
    ['y ~ f + (1 | g)', {}, ['(Intercept)', 'fb', 'fc']],
    ['y ~ f + (1 | g)', { baselines: { f: 'c' } }, ['(Intercept)', 'fa', 'fb']],
    ['y ~ 0 + f + h + (1 | g)', {}, ['fa', 'fb', 'fc', 'hv']],
    ['y ~ 0 + h:x + (1 | g)', {}, ['hu:x', 'hv:x']],
    ['y ~ h + h:x + (1 | g)', {}, ['(Intercept)', 'hv', 'hu:x', 'hv:x']],
    ['y ~ h * x + (1 | g)', {}, ['(Intercept)', 'hv', 'x', 'hv:x']],
    ['y ~ k + (1 | g)', { factors: ['k'] }, ['(Intercept)', 'k2', 'k3']],
    ['y ~ factor(k) + (1 | g)', {}, ['(Intercept)', 'factor(k)2', 'factor(k)3']],
    [
      'y ~ factor(k, levels = c(3, 1, 2)) + (1 | g)',
      {},
      ['(Intercept)', 'factor(k, levels = c(3, 1, 2))1', 'factor(k, levels = c(3, 1, 2))2'],
    ],
    ['y ~ relevel(f, ref = "c") + (1 | g)', {}, ['(Intercept)', 'relevel(f, ref = "c")a', 'relevel(f, ref = "c")b']],
    [
      'y ~ relevel(factor(k), ref = 2) + (1 | g)',
      {},
      ['(Intercept)', 'relevel(factor(k), ref = 2)1', 'relevel(factor(k), ref = 2)3'],
    ],
    ['y ~ I(k > 1) + (1 | g)', {}, ['(Intercept)', 'I(k > 1)TRUE']],
    [
      'y ~ poly(x, 2):flag + (1 | g)',
      {},
      ['(Intercept)', ...['false', 'true'].flatMap((flag) => [1, 2].map((k) => `poly(x, 2)${k}:flag${flag}`))],
    ],
    ['y ~ poly(x, 1) + (1 | g)', {}, ['(Intercept)', 'poly(x, 1)']],
  ])('%s %j has the columns of R', (formula, options, names) => {
    expect(prepareModel(formula, rows, options).fixedNames).toEqual(names)
  })

  it('computes I(), log() and scale()', () => {
    expect(column('y ~ I(k^2 - 1) + (1 | g)', 'I(k^2 - 1)')).toEqual([0, 3, 0, 3, 8, 8])
    expect(column('y ~ log(y) + (1 | g)', 'log(y)')[5]).toBeCloseTo(Math.log(7), 14)
    const scaled = column('y ~ scale(k) + (1 | g)', 'scale(k)')
    expect(scaled.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12)
    expect(scaled.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(5, 12)
  })

  it('drops rows with missing cells and lists them', () => {
    const holes = [
      ...rows,
      { ...rows[0]!, x: '' },
      { ...rows[0]!, f: 'NA' },
      { ...rows[0]!, y: null },
      { ...rows[0]!, g: undefined },
    ]
    const model = prepareModel('y ~ x + f + (1 | g)', holes)
    expect(model.n).toBe(6)
    expect(model.omittedRows).toEqual([7, 8, 9, 10])
    expect(model.warnings.map(({ code }) => code)).toEqual(['rows-omitted'])
    expect(prepareModel('y ~ x + (1 | g)', holes.slice(0, 8)).omittedRows).toEqual([7])
  })

  it('drops levels that no longer occur', () => {
    const model = prepareModel('y ~ f + (1 | g)', [...rows, { ...rows[0]!, f: 'zzz', y: NaN, g: 11 }])
    expect(model.fixedNames).not.toContain('fzzz')
    expect(model.factors[0]!.levels).toEqual(['9', '10'])
  })

  it('drops and names columns that are linear combinations of others', () => {
    const model = prepareModel('y ~ k + I(2 * k) + f + (1 | g)', rows)
    expect(model.droppedColumns).toEqual(['I(2 * k)'])
    expect(model.warnings.map(({ code }) => code)).toEqual(['rank-deficient'])
    expect(prepareModel('y ~ I(0 * k) + (1 | g)', rows).droppedColumns).toEqual(['I(0 * k)'])
  })

  it('puts terms of one grouping factor side by side', () => {
    const model = prepareModel('y ~ x + (1 | g) + (1 | h) + (0 + x | g)', rows)
    expect(model.factors.map(({ name, blocks, columnNames }) => ({ name, blocks, columnNames }))).toEqual([
      { name: 'g', blocks: [1, 1], columnNames: ['(Intercept)', 'x'] },
      { name: 'h', blocks: [1], columnNames: ['(Intercept)'] },
    ])
  })

  it('crosses columns into nested groups, without combinations that do not occur', () => {
    const model = prepareModel('y ~ 1 + (1 | g/h)', rows)
    expect(model.factors.map(({ name, levels }) => [name, levels])).toEqual([
      ['g', ['9', '10']],
      ['h:g', ['u:10', 'v:9', 'v:10']],
    ])
  })

  it('reads yes and no as a proportion with trials', () => {
    const model = prepareModel('cbind(y, k) ~ x + (1 | g)', rows)
    expect(Array.from(model.trials!)).toEqual([2, 4, 5, 5, 8, 10])
    expect(model.response[0]).toBe(0.5)
  })

  it.each([
    ['y ~ nope + (1 | g)', {}, 'no column "nope"; the first row has: y, x, f, h, g, k, flag'],
    ['y ~ f + (1 | g)', { baselines: { f: 'q' } }, 'baseline "q" is not a level of f; levels are: a, b, c'],
    ['y ~ log(f) + (1 | g)', {}, 'arithmetic needs numbers, but column "f" holds text'],
    ['y ~ sinh(x) + (1 | g)', {}, 'unknown function sinh()'],
    ['y ~ log(x, k) + (1 | g)', {}, 'log() takes one argument in log(x, k)'],
    ['y ~ factor(x + k) + (1 | g)', {}, 'factor() takes one column name'],
    ['y ~ x + (1 | log(x))', {}, 'a grouping factor must be a column or factor(column), got log(x)'],
    ['f ~ x + (1 | g)', {}, 'the response must be numeric or have two levels, got the levels a, b, c'],
    ['cbind(y) ~ x + (1 | g)', {}, 'cbind() takes two columns'],
    ['y ~ x + (1 | g)', { weights: [1, 2] }, 'weights must have one number for each of 6 rows, got 2'],
  ])('%s %j is refused', (formula, options, message) => {
    expect(() => prepareModel(formula, rows, options)).toThrow(message)
  })

  it('lists every infinite cell and every bad weight', () => {
    const bad = rows.map((row, i) => ({ ...row, x: i === 1 ? Infinity : i === 3 ? -Infinity : 1, w: i - 1 }))
    const caught = (call: () => unknown): DataError => {
      try {
        call()
      } catch (error) {
        if (error instanceof DataError) return error
      }
      throw new Error('expected a DataError')
    }
    expect(caught(() => prepareModel('y ~ x + (1 | g)', bad)).issues.map(({ path }) => path)).toEqual([
      [2, 'x'],
      [4, 'x'],
    ])
    expect(
      caught(() => prepareModel('y ~ k + (1 | g)', bad, { weights: 'w' })).issues.map(({ path }) => path[0]),
    ).toEqual([1, 2])
  })

  it('refuses a table without a complete row, and cells that are objects', () => {
    expect(() => prepareModel('y ~ x + (1 | g)', [{ y: 1, x: null, g: 1 }])).toThrow(
      'no row has a value in every column that the model needs: x is blank in all of them',
    )
    expect(() => prepareModel('y ~ x + (1 | g)', [{ y: 1, x: {}, g: 1 }])).toThrow(TypeError)
  })

  it('accepts grouping by a factor() call and a response of two levels', () => {
    const model = prepareModel('h ~ x + (1 | factor(g))', rows)
    expect(model.factors[0]!.levels).toEqual(['9', '10'])
    expect(Array.from(model.response)).toEqual([0, 1, 0, 1, 1, 1])
  })
})

it('evaluates every operator and function of a formula', () => {
  const values = column('y ~ I((k + 1) * 2 - k / 4 + k^2) + (1 | g)', 'I((k + 1) * 2 - k/4 + k^2)')
  expect(values[1]).toBe(3 * 2 - 2 / 4 + 4)
  expect(column('y ~ I(-k) + (1 | g)', 'I(-k)')[0]).toBe(-1)
  expect(column('y ~ exp(k) + (1 | g)', 'exp(k)')[0]).toBeCloseTo(Math.E, 14)
  expect(column('y ~ sqrt(k) + (1 | g)', 'sqrt(k)')[1]).toBeCloseTo(Math.SQRT2, 14)
  expect(column('y ~ abs(x) + (1 | g)', 'abs(x)')[2]).toBe(10)
  expect(column('y ~ log1p(k) + (1 | g)', 'log1p(k)')[0]).toBeCloseTo(Math.LN2, 14)
})

describe('poly()', () => {
  // R 4.2.2: poly(c(2, 3.5, -10, 0, 1, 4), 3), and predict() of it at 7 and -1.
  const cubic = [
    [
      0.16606606411269, 0.296030809940013, -0.873651902505891, -0.0072202636570735, 0.0794229002278083,
      0.339352391882454,
    ],
    [
      -0.140028485422317, 0.341793981503482, 0.263543615416708, -0.598464226176976, -0.395531243677704,
      0.528686358356807,
    ],
    [
      -0.634314273318994, -0.121482237964848, -0.0246276218078346, 0.593043103578124, -0.232672014460799,
      0.420053043974353,
    ],
  ]
  const beyond = [
    [0.599281883537099, -0.0938634275419553],
    [1.92603194219636, -0.74882743292094],
    [8.84110832294203, 1.69647276643089],
  ]

  it.each([1, 2, 3])('column %i is that of R', (k) => {
    column('y ~ poly(x, 3) + (1 | g)', `poly(x, 3)${k}`).forEach((value, i) => {
      expect(value).toBeCloseTo(cubic[k - 1]![i]!, 13)
    })
  })

  it('gives new rows the same polynomials', () => {
    const model = prepareModel('y ~ poly(x, 3) + (1 | g)', rows)
    const columns = new NewRows('test', model, [{ x: 7 }, { x: -1 }]).fixedColumns()
    beyond.forEach((values, k) => {
      values.forEach((value, i) => {
        expect(columns[k + 1]![i]).toBeCloseTo(value, 11)
      })
    })
  })

  it('takes plain powers with raw = TRUE', () => {
    expect(column('y ~ poly(k, degree = 2, raw = TRUE) + (1 | g)', 'poly(k, degree = 2, raw = TRUE)2')).toEqual([
      1, 4, 1, 4, 9, 9,
    ])
  })

  it('leaves out rows whose cell is missing', () => {
    const model = prepareModel('y ~ poly(x, 2) + (1 | g)', [...rows, { ...rows[0]!, x: null }])
    expect(model.omittedRows).toEqual([7])
    expect(model.fixedColumns[1]![0]).toBeCloseTo(cubic[0]![0]!, 13)
  })

  it.each([
    ['y ~ poly(k, 3) + (1 | g)', 'poly(k, 3) needs more than 3 distinct values, got 3'],
    ['y ~ poly(x, 1.5) + (1 | g)', 'must name one variable and a whole degree'],
    ['y ~ poly(x, 2, 3) + (1 | g)', 'must name one variable and a whole degree'],
    ['y ~ poly(x, 2, simple = TRUE) + (1 | g)', 'poly() has no argument simple here; it has degree, raw'],
    ['poly(x, 2) ~ x + (1 | g)', 'the response must be one column'],
    ['y ~ I(poly(x, 2)) + (1 | g)', 'poly() takes one argument'],
    ['y ~ log(poly(x)) + (1 | g)', 'poly() stands alone, not inside other functions, in poly(x)'],
    ['y ~ ns(x, 3) + (1 | g)', 'unknown function ns(); known are scale, factor, relevel, poly'],
  ])('%s is refused', (formula, message) => {
    expect(() => prepareModel(formula, rows)).toThrow(message)
  })
})

describe('comparisons', () => {
  it.each([
    ['I(k > 1)', [0, 1, 0, 1, 1, 1]],
    ['I(k <= 1)', [1, 0, 1, 0, 0, 0]],
    ['I(1 >= k)', [1, 0, 1, 0, 0, 0]],
    ['I(k != 2)', [1, 0, 1, 0, 1, 1]],
    ['I(f == "a")', [0, 1, 0, 1, 0, 0]],
    ['I("a" != f)', [1, 0, 1, 0, 1, 1]],
    ['I(f %in% c("a", "b"))', [1, 1, 0, 1, 1, 0]],
    ['I(k %in% c(1, 3))', [1, 0, 1, 0, 1, 1]],
  ])('%s', (term, expected) => {
    expect(column(`y ~ ${term} + (1 | g)`, `${parseFormula(`y ~ ${term}`).fixed.terms[0]![0]!}TRUE`)).toEqual(expected)
  })

  it('count as 0 and 1 in arithmetic, and are missing where a cell is', () => {
    expect(column('y ~ I((k > 1) * k) + (1 | g)', 'I((k > 1) * k)')).toEqual([0, 2, 0, 2, 3, 3])
    expect(prepareModel('y ~ I(x > 1) + (1 | g)', [...rows, { ...rows[0]!, x: '' }]).omittedRows).toEqual([7])
    expect(prepareModel('y ~ I(f == "a") + (1 | g)', [...rows, { ...rows[0]!, f: '' }]).omittedRows).toEqual([7])
  })

  it.each([
    ['y ~ I(f < "b") + (1 | g)', 'has no order'],
    ['y ~ I(f %in% h) + (1 | g)', 'write what is meant by %in% as c(...)'],
    ['y ~ I("a" == "b") + (1 | g)', 'must compare a column'],
    ['y ~ I(f > 1) + (1 | g)', 'arithmetic needs numbers'],
    ['y ~ log("a") + (1 | g)', 'can only be compared with a column'],
  ])('%s is refused', (formula, message) => {
    expect(() => prepareModel(formula, rows)).toThrow(message)
  })
})

describe('settings of calls', () => {
  it('factor() with levels leaves out rows of other levels, as R does', () => {
    const model = prepareModel('y ~ factor(f, levels = c("c", "a")) + (1 | g)', rows)
    expect(model.fixedNames).toEqual(['(Intercept)', 'factor(f, levels = c("c", "a"))a'])
    expect(model.omittedRows).toEqual([1, 5])
  })

  it('scale() without centre divides by the root mean square', () => {
    const plain = column('y ~ scale(k, center = FALSE) + (1 | g)', 'scale(k, center = FALSE)')
    expect(plain[0]).toBeCloseTo(1 / Math.sqrt((1 + 4 + 1 + 4 + 9 + 9) / 5), 14)
    expect(column('y ~ scale(k, scale = FALSE) + (1 | g)', 'scale(k, scale = FALSE)')[0]).toBe(-1)
  })

  it.each([
    ['y ~ factor(f, labels = "z") + (1 | g)', 'factor() has no argument labels here; it has levels'],
    ['y ~ factor(f, 3) + (1 | g)', 'factor() takes one column name, and levels = c(...) for their order'],
    ['y ~ relevel(f, ref = "z") + (1 | g)', 'needs ref = one of the levels: a, b, c'],
    ['y ~ relevel(f) + (1 | g)', 'needs ref = one of the levels: a, b, c'],
    ['y ~ relevel(I(k), ref = 1) + (1 | g)', 'relevel() takes one column name, and ref = and the level'],
    ['y ~ log(k, base = 2) + (1 | g)', 'log() has no argument base here'],
    ['y ~ scale(k, center = 3) + (1 | g)', 'center is TRUE or FALSE in scale(k, center = 3)'],
  ])('%s is refused', (formula, message) => {
    expect(() => prepareModel(formula, rows)).toThrow(message)
  })
})
