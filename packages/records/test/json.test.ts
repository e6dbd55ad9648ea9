import { describe, expect, it } from 'vitest'
import { numberCell, optionalCell, parseJson, rowSchema, textCell } from '../src/index.js'
import { dataErrorOf } from './capture.js'

const schema = rowSchema({ a: textCell(), b: numberCell() })

describe('parseJson', () => {
  it.each([
    ['an array of objects', '[{"a":"x","b":1},{"a":"y","b":2}]'],
    ['an object with rows', '{"version":3,"rows":[{"a":"x","b":1},{"a":"y","b":2}]}'],
    ['an object of columns', '{"a":["x","y"],"b":[1,2],"other":[null,null]}'],
    ['a byte order mark and spaces', '\uFEFF \n[{"a":"x","b":1},{"a":"y","b":2}]\n'],
  ])('%s', (_, text) => {
    expect(parseJson(text, { schema })).toEqual([
      { a: 'x', b: 1 },
      { a: 'y', b: 2 },
    ])
  })

  it('takes a table of columns one of which is called rows', () => {
    const counts = rowSchema({ rows: numberCell() })
    expect(parseJson('{"rows":[1,2],"a":["x","y"]}', { schema: counts })).toEqual([{ rows: 1 }, { rows: 2 }])
  })

  it('maps columns and filters', () => {
    const options = { schema, columns: { a: 'name' }, where: [{ column: 'seed', equals: 2 }] }
    expect(parseJson('{"name":["x","y"],"b":[1,2],"seed":[1,2]}', options)).toEqual([{ a: 'y', b: 2 }])
  })

  it('reports every bad row by its number', () => {
    const { issues, message } = dataErrorOf(() => parseJson('[{"a":"x","b":"-"},7,{"a":"","b":1}]', { schema }))
    expect(issues.map(({ code, path, line }) => [code, path, line])).toEqual([
      ['invalid-value', [1, 'b'], undefined],
      ['not-an-object', [2], undefined],
      ['invalid-value', [3, 'a'], undefined],
    ])
    expect(message).toMatch(/row 1: column "b", value "-": not a number/)
  })

  it("refuses Python's NaN by row and column", () => {
    const { issues } = dataErrorOf(() => parseJson('[{"a":"x","b":1,"c":NaN},{"a":"x","b":NaN}]', { schema }))
    expect(issues.map(({ code, path }) => [code, path])).toEqual([['invalid-value', [2, 'b']]])
    expect(parseJson('{"a":["NaN"],"b":[1],"c":[Infinity]}', { schema })).toEqual([{ a: 'NaN', b: 1 }])
  })

  it.each([
    ['', 'empty-file'],
    [' \n', 'empty-file'],
    ['{"a":', 'invalid-json'],
    ['5', 'unknown-shape'],
    ['null', 'unknown-shape'],
    ['"text"', 'unknown-shape'],
    ['{}', 'unknown-shape'],
    ['{"a":1,"b":[2]}', 'unknown-shape'],
    ['{"a":["x"],"b":[1,2]}', 'ragged-columns'],
    ['[]', 'no-rows'],
    ['{"rows":[]}', 'no-rows'],
    ['{"a":[],"b":[]}', 'no-rows'],
    ['[{"a":"x","loss":1}]', 'missing-column'],
  ])('%s: %s', (text, code) => {
    expect(dataErrorOf(() => parseJson(text, { schema, name: 'f.json' })).issues[0]!.code).toBe(code)
  })

  it('says which columns differ in length', () => {
    expect(dataErrorOf(() => parseJson('{"a":["x"],"b":[1,2]}', { schema })).message).toBe(
      'data: the columns differ in length: "a" has 1 values and "b" has 2',
    )
  })

  it('null counts as empty', () => {
    const optional = rowSchema({ b: optionalCell(numberCell()) })
    expect(parseJson('[{"b":null},{"b":1}]', { schema: optional })).toEqual([{}, { b: 1 }])
  })
})
