import { columnParameter, defineAddress, numberParameter, type StateOf } from '~/kit/address.js'

const parameters = {
  budget: numberParameter({
    meaning: 'training compute as decimal logarithm of FLOP, in steps of 0.1',
    initial: 24,
    min: 18,
    max: 30,
  }),
  unique: numberParameter({
    meaning: 'unique tokens that exist, as decimal logarithm, in steps of 0.1',
    initial: 11.5,
    min: 8,
    max: 16,
  }),
  served: numberParameter({
    meaning: 'tokens to serve over the life of the model, as decimal logarithm, in steps of 0.1',
    initial: 13,
    min: 8,
    max: 17,
  }),
  columnParams: columnParameter('parameters'),
  columnTokens: columnParameter('tokens'),
  columnCompute: columnParameter('training compute in FLOP'),
  columnLoss: columnParameter('the loss'),
}

export const address = defineAddress(parameters)
export type PlannerState = StateOf<typeof parameters>

/** The number that a position of a slider stands for. */
export function powerOf(log10: number): number {
  return 10 ** (Math.round(log10 * 10) / 10)
}
