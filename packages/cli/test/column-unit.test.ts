import { describe, expect, it } from 'vitest'
import { columnUnit } from '../src/laws/column-unit.js'

describe('columnUnit', () => {
  it.each([
    ['Model Size (B)', 'Model Size', 1e9],
    ['params [M]', 'params', 1e6],
    ['N (B)', 'N', 1e9],
    ['params_b', 'params', 1e9],
    ['tokens_T', 'tokens', 1e12],
    ['tokens in billions', 'tokens', 1e9],
    ['n_params_million', 'n_params', 1e6],
    ['Training tokens (trillions)', 'Training tokens', 1e12],
    ['Tokens (in billions)', 'Tokens', 1e9],
    ['Tokens (B tokens)', 'Tokens', 1e9],
    ['FLOPs (1E21)', 'FLOPs', 1e21],
    ['Compute (10^18)', 'Compute', 1e18],
    ['Training compute (1e24 FLOP)', 'Training compute', 1e24],
    ['Compute (ZFLOP)', 'Compute', 1e21],
    ['Compute (exaFLOPs)', 'Compute', 1e18],
    ['Compute (PF-days)', 'Compute', 8.64e19],
    ['Compute (petaFLOP/s-days)', 'Compute', 8.64e19],
    ['dataset size (k)', 'dataset size', 1e3],
  ])('%s', (column, name, factor) => {
    expect(columnUnit(column)).toMatchObject({ name, factor })
  })

  it.each([
    'params',
    'N',
    'n_t',
    'Training compute (FLOP)',
    'tokens (D)',
    'loss (nats)',
    'd_model',
    'val_loss',
    'size (GB)',
    '',
  ])('%s has none', (column) => {
    expect(columnUnit(column)).toBeUndefined()
  })
})
