import { describe, expect, it } from 'vitest'
import {
  type CsvOptions,
  numberCell,
  optionalCell,
  parseCsv,
  readCsv,
  rowSchema,
  scanCsv,
  textCell,
} from '../src/index.js'
import { dataErrorFrom, dataErrorOf } from './capture.js'

const schema = rowSchema({ a: textCell(), b: numberCell() })
const one = { a: 'x', b: 1 }

describe('parseCsv', () => {
  it.each([
    ['a,b\nx,1\n', 'line feeds'],
    ['a,b\r\nx,1\r\n', 'carriage returns and line feeds'],
    ['a,b\r\nx,1\n', 'both'],
    ['a,b\nx,1', 'no line end at the end'],
    ['a,b\r\nx,1\r', 'half a line end at the end'],
    ['a,b\n"x","1"\r', 'half a line end after a quote'],
    ['\uFEFFa,b\nx,1\n', 'a byte order mark'],
    ['"a","b"\n"x","1"\n', 'quotes everywhere'],
    ['b,skip,a\n1,"\n,",x\n', 'columns in another order, and one that is not wanted'],
    ['a,b\n\nx,1\n\n\n', 'empty lines'],
    [',a,b\n0,x,1\n', 'an unnamed first column, as pandas writes its index'],
  ])('%j: %s', (text) => {
    expect(parseCsv(text, { schema })).toEqual([one])
  })

  it('keeps line breaks, quotes, delimiters and carriage returns of quoted cells', () => {
    expect(parseCsv('a,b\n"p, ""q""\r\nr\r",1\n', { schema })).toEqual([{ a: 'p, "q"\r\nr\r', b: 1 }])
  })

  it('keeps quotes inside cells that do not begin with one', () => {
    expect(parseCsv('a,b\n5" disk,1\n', { schema })).toEqual([{ a: '5" disk', b: 1 }])
  })

  it.each(['\t', ';', '|'])('takes %j as delimiter', (delimiter) => {
    const text = ['a', 'b'].join(delimiter) + '\n' + ['"x, y"', '1'].join(delimiter) + '\n'
    expect(parseCsv(text, { schema, delimiter })).toEqual([{ a: 'x, y', b: 1 }])
  })

  it.each(['', ',,', '"', '\n', '\r'])('refuses %j as delimiter', (delimiter) => {
    expect(() => parseCsv('a,b\n', { schema, delimiter })).toThrow(RangeError)
  })

  it('maps columns, and leaves the others their names', () => {
    expect(parseCsv('name,b\nx,1\n', { schema, columns: { a: 'name' } })).toEqual([one])
  })

  it('lets one column feed two fields', () => {
    expect(parseCsv('v\n1\n', { schema, columns: { a: 'v', b: 'v' } })).toEqual([{ a: '1', b: 1 }])
  })

  it('lets optional columns be absent, unless they are mapped', () => {
    const optional = rowSchema({ b: numberCell(), c: optionalCell(numberCell()) })
    expect(parseCsv('b\n1\n', { schema: optional })).toEqual([{ b: 1 }])
    const error = dataErrorOf(() => parseCsv('b\n1\n', { schema: optional, columns: { c: 'cost' } }))
    expect(error.issues[0]).toMatchObject({ code: 'missing-column', column: 'cost' })
  })

  it('is not fooled by columns called like parts of objects', () => {
    const text = '__proto__,constructor\nx,y\n'
    const rows = parseCsv(text, { schema: passThrough })
    expect(Object.entries(rows[0] as object)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype)
  })
})

describe('filters', () => {
  const text = 'a,b,split,seed\nx,1,test,1\ny,bad,train,1\nz,3,test,2\n'

  it('keep rows by columns that are not mapped, without checking the others', () => {
    expect(parseCsv(text, { schema, where: [{ column: 'split', equals: 'test' }] })).toEqual([one, { a: 'z', b: 3 }])
  })

  it('must all hold', () => {
    const where = [
      { column: 'split', equals: 'test' },
      { column: 'seed', equals: 2 },
    ]
    expect(parseCsv(text, { schema, where })).toEqual([{ a: 'z', b: 3 }])
  })

  it('that keep nothing are an error that says what there is', () => {
    const error = dataErrorOf(() => parseCsv(text, { schema, where: [{ column: 'split', equals: 'tset' }] }))
    expect(error.issues[0]!.code).toBe('no-matching-rows')
    expect(error.message).toBe('data: no row has split = "tset" (values seen instead: split: "test", "train")')
  })

  it('name at most eight other values', () => {
    const many = `a,b\n${Array.from({ length: 20 }, (_, index) => `v${index},1\n`).join('')}`
    const error = dataErrorOf(() => parseCsv(many, { schema, where: [{ column: 'a', equals: 'w' }] }))
    expect(error.message).toMatch(/"v0".*"v7", \.\.\.\)$/)
  })

  it('that only fail together say so', () => {
    const where = [
      { column: 'a', equals: 'x' },
      { column: 'seed', equals: '2' },
    ]
    expect(dataErrorOf(() => parseCsv(text, { schema, where })).message).toMatch(/a = "x" and seed = "2"/)
  })

  it('need their column', () => {
    const error = dataErrorOf(() => parseCsv(text, { schema, where: [{ column: 'spilt', equals: 'x' }] }))
    expect(error.message).toMatch(/no column "spilt"; did you mean "split"\?/)
  })
})

describe('bad files', () => {
  const codesOf = (text: string, options: Partial<CsvOptions<unknown>> = {}): (string | number | undefined)[][] =>
    dataErrorOf(() => parseCsv(text, { schema, ...options })).issues.map(({ code, line, column }) => [
      code,
      line,
      column,
    ])

  it.each<[string, string, (string | number | undefined)[][]]>([
    ['an empty file', '', [['empty-file', undefined, undefined]]],
    ['only a byte order mark', '\uFEFF', [['empty-file', undefined, undefined]]],
    ['an empty first line', '\na,b\n', [['empty-header', 1, undefined]]],
    ['a header of commas', ',,\n1,2,3\n', [['empty-header', 1, undefined]]],
    ['a header without rows', 'a,b\n', [['no-rows', undefined, undefined]]],
    ['a header without rows or line end', 'a,b', [['no-rows', undefined, undefined]]],
    ['carriage returns as line ends', 'a,b\rx,1\r', [['unsupported-line-ends', 1, undefined]]],
    [
      'two columns of one name',
      'a,b,b,a\nx,1,2,y\n',
      [
        ['duplicate-column', 1, 'b'],
        ['duplicate-column', 1, 'a'],
      ],
    ],
    [
      'missing columns',
      'c\n1\n',
      [
        ['missing-column', 1, 'a'],
        ['missing-column', 1, 'b'],
      ],
    ],
    [
      'rows of another length',
      'a,b\nx\ny,2,3\n',
      [
        ['ragged-row', 2, undefined],
        ['ragged-row', 3, undefined],
      ],
    ],
    ['a quote that is not closed', 'a,b\nx,1\ny,"2\nz,3\n', [['unterminated-quote', 3, undefined]]],
    ['a quote in the header that is not closed', 'a,"b\nx,1\n', [['unterminated-quote', 1, undefined]]],
    [
      'text after a closing quote',
      'a,b\n"x"y,1\nz,bad\n',
      [
        ['malformed-quote', 2, undefined],
        ['invalid-value', 3, 'b'],
      ],
    ],
    ['text after a closing quote in the header', '"a"x,b\n1,2\n', [['malformed-quote', 1, undefined]]],
  ])('%s', (_, text, expected) => {
    expect(codesOf(text)).toEqual(expected)
  })

  it('every bad row comes at once, with the line of the file where it starts', () => {
    const text = 'a,b\n"two\nlines",no\n\n"x\r\ny",NaN\r\n,1\nq,2\nshort\n'
    const { issues, message } = dataErrorOf(() => parseCsv(text, { schema, name: 'runs.csv' }))
    expect(issues.map(({ line, path, value }) => [line, path, value])).toEqual([
      [2, [1, 'b'], '"no"'],
      [5, [2, 'b'], '"NaN"'],
      [7, [3, 'a'], '""'],
      [9, [5], undefined],
    ])
    expect(message).toBe(
      [
        'runs.csv: 4 problems',
        '  line 2: column "b", value "no": not a number; write digits only, without units or text',
        '  line 5: column "b", value "NaN": not a finite number; leave out rows whose measurement failed',
        '  line 7: column "a", value "": the cell is empty; fill it in or leave the row out',
        '  line 9: 1 cells where the header has 2; quote cells that contain "," or a quote',
      ].join('\n'),
    )
  })

  it('a missing column names the nearest and all that there are', () => {
    const { message } = dataErrorOf(() => parseCsv('a,final_loss,B \nx,1,2\n', { schema, columns: { b: 'Final Los' } }))
    expect(message).toBe(
      'data: line 1: there is no column "Final Los"; did you mean "final_loss"? The file has: "a", "final_loss", "B "',
    )
  })

  it('a missing column among very many lists the first fifty', () => {
    const header = Array.from({ length: 60 }, (_, index) => `column_${index}`).join(',')
    expect(dataErrorOf(() => parseCsv(`${header}\n`, { schema })).message).toMatch(/"column_49", and 10 more/)
  })

  it('a mapping to a field that the schema does not have', () => {
    const error = dataErrorOf(() => parseCsv('a,b\nx,1\n', { schema, columns: { las: 'b' } }))
    expect(error.message).toMatch(/"las", which is not a field of the schema. It has: "a", "b"/)
  })

  it('a quote that is never closed stops the reading before memory fills', () => {
    const text = `a,b\nx,"${'y,1\n'.repeat(5_000_000)}`
    const pushed = { characters: 0 }
    function* chunks(): Generator<string> {
      for (let at = 0; at < text.length; at += 1 << 20) {
        pushed.characters += 1 << 20
        yield text.slice(at, at + (1 << 20))
      }
    }
    return expect(dataErrorFrom(readCsv(chunks(), { schema }))).resolves.toMatchObject({
      issues: [{ code: 'unterminated-quote', line: 2 }],
    })
  })

  it('text after a closing quote costs its own line only, wherever the next quote is', () => {
    const text = 'a,b\n"x"y,1\nz,bad\n"p\nq"r,2\n"u","v"\nw\n'
    expect(codesOf(text)).toEqual([
      ['malformed-quote', 2, undefined],
      ['invalid-value', 3, 'b'],
      ['malformed-quote', 4, undefined],
      ['invalid-value', 6, 'b'],
      ['ragged-row', 7, undefined],
    ])
  })

  it('a hundred misplaced quotes are enough to give up a file', () => {
    const error = dataErrorOf(() => parseCsv(`a,b\n${'"x"y,1\n'.repeat(5000)}`, { schema }))
    expect(error.total).toBe(100)
    expect(error.issues[99]).toMatchObject({ code: 'malformed-quote', line: 101, path: [100] })
  })

  it('problems before an unclosed quote are not lost', () => {
    expect(codesOf('a,b\nx,bad\n"y,1\n')).toEqual([
      ['invalid-value', 2, 'b'],
      ['unterminated-quote', 3, undefined],
    ])
  })
})

describe('readCsv and scanCsv', () => {
  it('take a string as one chunk', async () => {
    expect(await readCsv('a,b\nx,1\n', { schema })).toEqual([one])
  })

  it('take nothing for an empty file', async () => {
    expect((await dataErrorFrom(readCsv([], { schema }))).issues[0]!.code).toBe('empty-file')
  })

  it('give rows while the rest is still to come', async () => {
    const seen: string[] = []
    function* chunks(): Generator<string> {
      seen.push('first')
      yield 'a,b\nx,1\n'
      seen.push('second')
      yield 'y,2\n'
    }
    for await (const { a } of scanCsv(chunks(), { schema })) seen.push(a)
    expect(seen).toEqual(['first', 'x', 'second', 'y'])
  })

  it('give no more rows after a bad one, and throw at the end', async () => {
    const seen: unknown[] = []
    const read = async (): Promise<void> => {
      for await (const row of scanCsv(['a,b\nx,1\ny,bad\nz,3\n', 'w,bad\n'], { schema })) seen.push(row)
    }
    expect((await dataErrorFrom(read())).total).toBe(2)
    expect(seen).toEqual([one])
  })

  it('close the source when the consumer stops early', async () => {
    let closed = false
    function* chunks(): Generator<string> {
      try {
        for (;;) yield 'a,b\nx,1\n'
      } finally {
        closed = true
      }
    }
    for await (const row of scanCsv(chunks(), { schema })) if (row.b > 0) break
    expect(closed).toBe(true)
  })
})

const passThrough = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as const
