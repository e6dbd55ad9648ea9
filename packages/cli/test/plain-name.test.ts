import { expect, it } from 'vitest'
import { plainName } from '../src/laws/plain-name.js'

it.each([
  ['Model Size', 'modelsize'],
  ['n_params', 'nparams'],
  ['# Tokens', 'tokens'],
  ['Training compute (FLOP)', 'trainingcompute'],
  ['Parameters (N)', 'parameters'],
  ['val loss [nats/token]', 'valloss'],
  ['Model Size (B)', 'modelsizeb'],
  ['FLOPs (1E21)', 'flops1e21'],
])('%s is %s: a unit that is not the plain one stays', (column, plain) => {
  expect(plainName(column)).toBe(plain)
})
