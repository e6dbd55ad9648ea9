import { describe, expect, it } from 'vitest'
import { nearestNames } from '../src/internal/nearest-names.js'

describe('nearestNames', () => {
  it.each<[string, string[], string[]]>([
    ['loss', ['los', 'boss', 'loss_final', 'LOSS', 'tokens'], ['LOSS', 'los', 'boss']],
    ['final loss', ['final_loss', 'Final-Loss', 'loss'], ['final_loss', 'Final-Loss']],
    ['compute', ['computer', 'commute', 'compote', 'computes'], ['computer', 'commute', 'compote']],
    ['loss', ['params', 'tokens'], []],
    ['loss', [], []],
    ['', ['a', 'abc'], ['a']],
  ])('%s among %j: %j', (name, names, expected) => {
    expect(nearestNames(name, names)).toEqual(expected)
  })
})
