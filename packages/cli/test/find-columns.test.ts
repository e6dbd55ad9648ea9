import { describe, expect, it } from 'vitest'
import { columnNames, curveLossNames } from '../src/laws/column-names.js'
import { findColumns } from '../src/laws/find-columns.js'

const run = ['params', 'tokens', 'compute', 'loss']

/** The columns found in a table of numbers with this header. */
function found(header: readonly string[], fields = run, mapped: Readonly<Record<string, string>> = {}) {
  const row = Object.fromEntries(header.map((column, index) => [column, String(index + 1)]))
  const names = fields.includes('x') ? { ...columnNames, loss: curveLossNames } : columnNames
  return findColumns([row], { fields, mapped, names, text: ['run'] }, 'a.csv')
}

describe('findColumns', () => {
  it.each([
    [['params', 'tokens', 'loss'], { params: 'params', tokens: 'tokens', loss: 'loss' }],
    [['N', 'D', 'L'], { params: 'N', tokens: 'D', loss: 'L' }],
    [['n', 'C', 'loss'], { params: 'n', compute: 'C', loss: 'loss' }],
    [['Model Size', 'Training FLOP', 'loss'], { params: 'Model Size', compute: 'Training FLOP', loss: 'loss' }],
    [
      ['Parameters (N)', 'Training tokens', 'Validation loss'],
      { params: 'Parameters (N)', tokens: 'Training tokens', loss: 'Validation loss' },
    ],
    [['n_params', 'tokens_seen', 'val_loss'], { params: 'n_params', tokens: 'tokens_seen', loss: 'val_loss' }],
    [['PARAMS', 'FLOPS', 'LOSS'], { params: 'PARAMS', compute: 'FLOPS', loss: 'LOSS' }],
    // A field of its own name is never doubted, and words go before symbols.
    [['loss', 'val_loss', 'params', 'N', 'tokens'], { loss: 'loss', params: 'params', tokens: 'tokens' }],
    [['parameters', 'N', 'D', 'final_loss'], { params: 'parameters', tokens: 'D', loss: 'final_loss' }],
    // Every parameter goes before those without embeddings.
    [['params', 'params_no_embed', 'tokens', 'loss'], { params: 'params', tokens: 'tokens', loss: 'loss' }],
    [['params_no_embed', 'tokens', 'loss'], { params: 'params_no_embed', tokens: 'tokens', loss: 'loss' }],
    [
      ['Number of parameters', 'Number of training tokens', 'Final test loss'],
      { params: 'Number of parameters', tokens: 'Number of training tokens', loss: 'Final test loss' },
    ],
    [['N_total', 'D_total', 'loss_final'], { params: 'N_total', tokens: 'D_total', loss: 'loss_final' }],
    [
      ['params', 'data', 'validation_cross_entropy'],
      { params: 'params', tokens: 'data', loss: 'validation_cross_entropy' },
    ],
    // Any loss where there is no usual one.
    [['params', 'tokens', 'c4_en_loss'], { params: 'params', tokens: 'tokens', loss: 'c4_en_loss' }],
    [
      ['params', 'tokens', 'val_loss', 'z_loss', 'min_val_loss'],
      { params: 'params', tokens: 'tokens', loss: 'val_loss' },
    ],
    // Compute that need not be known is not asked about.
    [['params', 'tokens', 'loss', 'flop', 'training_compute'], { params: 'params', tokens: 'tokens', loss: 'loss' }],
    // A unit that is none of parameters is not taken; a power of ten is, see scaled-columns.
    [['Model Size (GB)', 'tokens', 'loss'], { tokens: 'tokens', loss: 'loss' }],
    [['Model Size (B)', 'tokens_b', 'loss'], { params: 'Model Size (B)', tokens: 'tokens_b', loss: 'loss' }],
  ])('%j', (header, columns) => {
    expect(found(header)).toEqual(columns)
  })

  it.each([
    [['dataset_size', 'test_loss'], { x: 'dataset_size', loss: 'test_loss' }],
    [['Seen Examples', 'Loss'], { x: 'Seen Examples', loss: 'Loss' }],
    [['step', 'train_loss'], { x: 'step', loss: 'train_loss' }],
    [['x', 'y'], { x: 'x', loss: 'y' }],
    [['flops', 'error'], { x: 'flops', loss: 'error' }],
    [['N', 'L'], { x: 'N', loss: 'L' }],
  ])('of a curve %j', (header, columns) => {
    expect(found(header, ['x', 'loss'])).toEqual(columns)
  })

  it('looks for nothing that is mapped, and never takes a mapped column twice', () => {
    expect(found(['n_params', 'model_size', 'D', 'loss'], run, { params: 'model_size' })).toEqual({
      params: 'model_size',
      tokens: 'D',
      loss: 'loss',
    })
    expect(found(['val_loss', 'N', 'D'], run, { loss: 'N' })).toEqual({ loss: 'N', tokens: 'D' })
  })

  it.each([
    [['params', 'tokens', 'train_loss', 'val_loss'], run, 'the loss: "train_loss", "val_loss"'],
    [['n_params', 'Model Size', 'tokens', 'loss'], run, 'the params: "n_params", "Model Size". Choose with --map'],
    [['N', 'D', 'loss'], ['x', 'loss'], 'the x: "N", "D"'],
  ])('%j is ambiguous', (header, fields, words) => {
    expect(() => found(header, fields)).toThrow(words)
  })

  it('takes columns of text only for a name of a run', () => {
    const rows = [{ name: 'a', param_count: 'kaplan', n: 5, flops: null, loss: '2.5' }]
    const wanted = { fields: [...run, 'run'], mapped: {}, names: columnNames, text: ['run'] }
    expect(findColumns(rows, wanted, 'a.csv')).toEqual({ run: 'name', params: 'n', loss: 'loss' })
  })

  it('looks into nested values, the least deep first', () => {
    const rows = [
      { other: 1 },
      {
        hyper: { params: 1e9, tokens: 2e10, 'a.b': 3 },
        results: [{ loss: 2, tokens: 5, deep: { deeper: { loss: 1 } } }],
      },
    ]
    const columns = { params: 'hyper.params', tokens: 'hyper.tokens', loss: 'results.0.loss' }
    expect(findColumns(rows, { fields: run, mapped: {}, names: columnNames }, 'a.jsonl')).toEqual(columns)
    const several = [{ ...rows[1], results: [{ loss: 2 }, { loss: 3 }] }]
    expect(() => findColumns(several, { fields: run, mapped: {}, names: columnNames }, 'a.jsonl')).toThrow(
      '"results.0.loss", "results.1.loss"',
    )
  })
})
