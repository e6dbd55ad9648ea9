import { describe, expect, it } from 'vitest'
import { numberCell, optionalCell, parseJsonl, readJsonl, rowSchema, scanJsonl, textCell } from '../src/index.js'
import { dataErrorFrom, dataErrorOf } from './capture.js'

const schema = rowSchema({ a: textCell(), b: numberCell() })

describe('parseJsonl', () => {
  it.each([
    '{"a":"x","b":1}\n',
    '{"a":"x","b":1}',
    '\uFEFF{"a":"x","b":1}\r\n\r\n',
    '\n  \n{"b":"1","a":"x","c":[{}]}\n\n',
  ])('%j', (text) => {
    expect(parseJsonl(text, { schema })).toEqual([{ a: 'x', b: 1 }])
  })

  it('maps columns and filters by others', () => {
    const text = '{"n":"x","b":1,"ok":true}\n{"n":"y","b":"no","ok":false}\n'
    const options = { schema, columns: { a: 'n' }, where: [{ column: 'ok', equals: true }] }
    expect(parseJsonl(text, options)).toEqual([{ a: 'x', b: 1 }])
  })

  it('reports every bad line with its number', () => {
    const text = '{"a":"x","b":1}\n\n{"a":\n[1]\n"text"\n{"a":"y","b":null}\n{"a":"y"}\n'
    const { issues, message } = dataErrorOf(() => parseJsonl(text, { schema, name: 'runs.jsonl' }))
    expect(issues.map(({ code, line, path }) => [code, line, path])).toEqual([
      ['invalid-json', 3, [2]],
      ['not-an-object', 4, [3]],
      ['not-an-object', 5, [4]],
      ['invalid-value', 6, [5, 'b']],
      ['invalid-value', 7, [6, 'b']],
    ])
    expect(message).toMatch(/^runs.jsonl: 5 problems\n {2}line 3: not JSON: /)
    expect(message).toMatch(/line 6: column "b", value null: the cell is empty/)
    expect(message).toMatch(/line 7: column "b", value undefined: the cell is empty/)
  })

  it("refuses Python's NaN and Infinity by row and column where they are wanted, and nowhere else", () => {
    const text =
      '{"a":"NaN, \\"x","b":1,"c":NaN}\n{"a":"y","b":NaN}\n{"a":"z","b":[-Infinity, 1]}\n{"a":"z","b": -Infinity}\n{"b":NaN'
    const { issues } = dataErrorOf(() => parseJsonl(text, { schema }))
    expect(issues.map(({ code, line, column, value }) => [code, line, column, value])).toEqual([
      ['invalid-value', 2, 'b', '"NaN"'],
      ['invalid-value', 3, 'b', '["-Infinity",1]'],
      ['invalid-value', 4, 'b', '"-Infinity"'],
      ['invalid-json', 5, undefined, undefined],
    ])
    expect(issues[0]!.message).toContain('not a finite number; leave out rows whose measurement failed')
    expect(parseJsonl(text.split('\n')[0]!, { schema })).toEqual([{ a: 'NaN, "x', b: 1 }])
  })

  it.each(['', '\n\n', '\uFEFF'])('refuses %j, which has no rows', (text) => {
    expect(dataErrorOf(() => parseJsonl(text, { schema })).message).toBe('data: there is no row of data')
  })

  it('says first which column no row has', () => {
    const text = '{"a":"x","lass":1}\n{"a":"y","lass":2}\n'
    const error = dataErrorOf(() => parseJsonl(text, { schema, columns: { b: 'loss' } }))
    expect(error.total).toBe(3)
    expect(error.issues[0]).toMatchObject({ code: 'missing-column', column: 'loss' })
    expect(error.issues[0]!.message).toBe('there is no column "loss"; did you mean "lass"? The file has: "a", "lass"')
  })

  it('a column that some row has is missing only in the others', () => {
    const error = dataErrorOf(() => parseJsonl('{"a":"x","b":1}\n{"a":"y"}\n', { schema }))
    expect(error.issues.map(({ code, line }) => [code, line])).toEqual([['invalid-value', 2]])
  })

  it('optional columns may be in no row', () => {
    const optional = rowSchema({ a: textCell(), c: optionalCell(numberCell()) })
    expect(parseJsonl('{"a":"x"}', { schema: optional })).toEqual([{ a: 'x' }])
  })

  it('a filter on a column that no row has is an error', () => {
    const error = dataErrorOf(() =>
      parseJsonl('{"a":"x","b":1}\n', { schema, where: [{ column: 'split', equals: 'test' }] }),
    )
    expect(error.issues.map(({ code }) => code)).toEqual(['missing-column'])
  })

  it('a filter without a match says what there is', () => {
    const text = '{"a":"x","b":1,"ok":true}\n'
    const error = dataErrorOf(() => parseJsonl(text, { schema, where: [{ column: 'ok', equals: false }] }))
    expect(error.message).toBe('data: no row has ok = "false" (values seen instead: ok: "true")')
  })

  it('a mapping to a field that the schema does not have is an error', () => {
    const error = dataErrorOf(() => parseJsonl('{"a":"x","b":1}\n', { schema, columns: { c: 'a' } }))
    expect(error.issues.map(({ code }) => code)).toEqual(['unknown-field'])
  })

  it('keeps keys called like parts of objects apart from them', () => {
    const all = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } as const
    const rows = parseJsonl('{"__proto__":1}\n', {
      schema: all,
      columns: { ['__proto__']: '__proto__' },
    })
    expect(Object.entries(rows[0] as object)).toEqual([['__proto__', 1]])
  })
})

it('reads fields of nested values by their path, and filters by them; a field of that very name comes first', () => {
  const schema = rowSchema({ n: numberCell(), loss: numberCell() })
  const columns = { n: 'run.params', loss: 'results.1.loss' }
  const line = (params: number, loss: number, set: string) =>
    JSON.stringify({ run: { params, set }, results: [{ loss: 9 }, { loss }] })
  const text = [
    line(1, 2, 'a'),
    line(3, 4, 'b'),
    '{"other": 1}',
    '{"run.params": 7, "results.1.loss": 8, "run": {"set": "a"}}',
  ]
  const where = [{ column: 'run.set', equals: 'a' }]
  expect(parseJsonl(text.join('\n'), { schema, columns, where })).toEqual([
    { n: 1, loss: 2 },
    { n: 7, loss: 8 },
  ])
  expect(() => parseJsonl(text.join('\n'), { schema, columns: { ...columns, loss: 'results.7.loss' }, where })).toThrow(
    'there is no column "results.7.loss"',
  )
  expect(() => parseJsonl(line(1, 2, 'a'), { schema, columns: { ...columns, n: 'run.toString.length' } })).toThrow(
    'there is no column "run.toString.length"',
  )
})

describe('readJsonl and scanJsonl', () => {
  const text = '{"a":"x","b":1}\n{"a":"é😀","b":2}'

  it('take chunks that are cut anywhere', async () => {
    const rows = parseJsonl(text, { schema })
    for (let at = 0; at <= text.length; at++) {
      expect(await readJsonl([text.slice(0, at), text.slice(at)], { schema })).toEqual(rows)
    }
    expect(await readJsonl(text, { schema })).toEqual(rows)
  })

  it('give no more rows after a bad one, and throw at the end', async () => {
    const seen: unknown[] = []
    const read = async (): Promise<void> => {
      for await (const row of scanJsonl(['{"a":"x","b":1}\n{"a":', '\n{"a":"y","b":2}\n{'], { schema })) seen.push(row)
    }
    expect((await dataErrorFrom(read())).total).toBe(2)
    expect(seen).toEqual([{ a: 'x', b: 1 }])
  })
})
