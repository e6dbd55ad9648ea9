import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { numberCell, optionalCell, parseCsv, parseRows, type RowSchema, rowSchema, textCell } from '../src/index.js'
import { dataErrorOf } from './capture.js'

describe('rowSchema', () => {
  it('names its fields and which of them are required', () => {
    const schema = rowSchema({ loss: numberCell(), compute: optionalCell(numberCell()) })
    expect(schema.fields).toEqual(['loss', 'compute'])
    expect(schema.required).toEqual(['loss'])
  })

  it('infers the row, with optional fields that may be absent', () => {
    const schema = rowSchema({
      split: textCell({ oneOf: ['train', 'test'] }),
      loss: numberCell(),
      compute: optionalCell(numberCell()),
    })
    const rows = parseRows([{ split: 'test', loss: 1 }], { schema })
    expectTypeOf(rows[0]!.split).toEqualTypeOf<'train' | 'test'>()
    expectTypeOf(rows[0]!.loss).toEqualTypeOf<number>()
    expectTypeOf<Exclude<(typeof rows)[0], undefined>>().toExtend<{ readonly compute?: number }>()
    expect(rows).toEqual([{ split: 'test', loss: 1 }])
  })

  it('reports every bad cell of a row', () => {
    const error = dataErrorOf(() =>
      parseRows([{ a: 'x', b: 'y' }], { schema: rowSchema({ a: numberCell(), b: numberCell() }) }),
    )
    expect(error.issues.map(({ path }) => path)).toEqual([
      [1, 'a'],
      [1, 'b'],
    ])
  })

  it('takes cells of other Standard Schema libraries', () => {
    const schema: RowSchema<{ readonly kind: 'a' | 'b'; readonly size: number }> = rowSchema({
      kind: z.enum(['a', 'b']),
      size: z.coerce.number().int(),
    })
    expect(parseCsv('kind,size\nb,3\n', { schema })).toEqual([{ kind: 'b', size: 3 }])
    const error = dataErrorOf(() => parseCsv('kind,size\nc,3.5\n', { schema }))
    expect(error.issues.map(({ column, value, line }) => [column, value, line])).toEqual([
      ['kind', '"c"', 2],
      ['size', '"3.5"', 2],
    ])
  })

  it.each([null, 5, 'text', [1]])('refuses %j as a row', (row) => {
    expect(rowSchema({})['~standard'].validate(row)).toEqual({ issues: [{ message: 'not an object' }] })
  })

  it('reads own properties only', () => {
    const schema = rowSchema({ toString: optionalCell(textCell()) })
    expect(Object.keys(parseRows([{ a: 1 }], { schema })[0]!)).toEqual([])
  })

  it('refuses asynchronous cells, naming the field', () => {
    const slow = z.string().refine((text) => Promise.resolve(text !== ''))
    const schema = rowSchema({ name: slow })
    expect(() => parseRows([{ name: 'a' }], { schema })).toThrow(/"name" is asynchronous/)
  })
})

describe('schemas of other libraries', () => {
  const schema = z.object({ loss: z.coerce.number().positive(), note: z.string() }).strict()

  it('see all columns without a mapping', () => {
    expect(parseCsv('note,loss\nx,2\n', { schema })).toEqual([{ note: 'x', loss: 2 }])
    const error = dataErrorOf(() => parseCsv('note,loss,extra\nx,2,3\n', { schema }))
    expect(error.message).toMatch(/line 2: .*extra/)
  })

  it('see exactly the mapped columns with one', () => {
    const columns = { loss: 'final', note: 'remark' }
    expect(parseCsv('remark,final,extra\nx,2,3\n', { schema, columns })).toEqual([{ note: 'x', loss: 2 }])
    const error = dataErrorOf(() => parseCsv('remark,final\nx,-2\n', { schema, columns }))
    expect(error.issues[0]).toMatchObject({ column: 'final', path: [1, 'final'], value: '"-2"', line: 2 })
  })

  it('are refused where they are asynchronous, by name', () => {
    const slow = z.object({}).refine(() => Promise.resolve(true))
    expect(() => parseRows([{}], { schema: slow, name: 'runs' })).toThrow(
      new TypeError('runs: the schema is asynchronous; give one that validates synchronously'),
    )
    expect(() => parseRows([{}], { schema: slow })).toThrow(/^records: /)
  })

  it('may find fault with a part of a cell, or with the row as a whole', () => {
    const nested = z.object({ scores: z.array(z.number()) })
    const error = dataErrorOf(() => parseRows([{ scores: [1, 'x'] }], { schema: nested }))
    expect(error.issues[0]).toMatchObject({ path: [1, 'scores', '1'], column: 'scores', value: '[1,"x"]' })
    const whole = z.object({ a: z.number(), b: z.number() }).refine(({ a, b }) => a < b, 'a must be below b')
    expect(dataErrorOf(() => parseRows([{ a: 2, b: 1 }], { schema: whole })).issues).toEqual([
      { code: 'invalid-row', path: [1], message: 'a must be below b' },
    ])
  })
})
