import type { LossName } from '@safety-portfolio/scaling-laws'

/** What the controls of the demo say. Everything but the data stands in the query of the address. */
export interface ChinchillaState {
  readonly loss: LossName
  readonly delta: number
  readonly drop: number
  readonly replicates: number
  readonly seed: number
  /** Decimal logarithm of the budget in FLOP. */
  readonly budget: number
  /** Columns of the table that hold each field; empty: none, undefined: guessed from the names. */
  readonly params: string | undefined
  readonly tokens: string | undefined
  readonly compute: string | undefined
  readonly lossColumn: string | undefined
}

export const lossNames: readonly LossName[] = ['huber', 'lad', 'log-squared', 'squared']

export const defaultState: ChinchillaState = {
  loss: 'huber',
  delta: 0.001,
  drop: 0,
  replicates: 1000,
  seed: 1,
  budget: 24,
  params: undefined,
  tokens: undefined,
  compute: undefined,
  lossColumn: undefined,
}

interface Parameter<Value> {
  /** What the documentation of the address says. */
  readonly meaning: string
  /** The name in the address, where it is not the key. */
  readonly name?: string
  readonly parse: (text: string) => Value | undefined
}

/** One parameter of the address per control; the type makes sure that none is forgotten. */
export const addressParameters: { readonly [Key in keyof ChinchillaState]: Parameter<ChinchillaState[Key]> } = {
  loss: {
    meaning: 'loss that is minimised: huber, lad, log-squared or squared',
    parse: (text) => lossNames.find((name) => name === text),
  },
  delta: { meaning: 'threshold of the Huber loss', parse: number(1e-9, 1e3) },
  drop: { meaning: 'how many runs with the highest loss are left out', parse: integer(0, 1e6) },
  replicates: { meaning: 'bootstrap replicates; 0 for sandwich intervals', parse: integer(0, 20_000) },
  seed: { meaning: 'seed of the bootstrap', parse: integer(0, Number.MAX_SAFE_INTEGER) },
  budget: { meaning: 'budget as decimal logarithm of FLOP, in steps of 0.1', parse: number(0, 40) },
  params: { meaning: 'column that holds parameters (empty: none)', parse: (text) => text },
  tokens: { meaning: 'column that holds tokens (empty: none)', parse: (text) => text },
  compute: { meaning: 'column that holds training compute in FLOP (empty: none)', parse: (text) => text },
  lossColumn: { meaning: 'column that holds the loss', name: 'loss-column', parse: (text) => text },
}

const keys = Object.keys(addressParameters) as (keyof ChinchillaState)[]

/** The name of a parameter in the address. */
export function addressName(key: keyof ChinchillaState): string {
  return addressParameters[key].name ?? key
}

/** The state an address stands for. What is absent or makes no sense has its default. */
export function readAddress(query: URLSearchParams): ChinchillaState {
  const read = keys.map((key) => {
    const text = query.get(addressName(key))
    return [key, (text === null ? undefined : addressParameters[key].parse(text)) ?? defaultState[key]]
  })
  return Object.fromEntries(read) as ChinchillaState
}

/** The query of the address, without what has its default. */
export function writeAddress(state: ChinchillaState): URLSearchParams {
  const query = new URLSearchParams()
  for (const key of keys) {
    const value = state[key]
    if (value !== undefined && value !== defaultState[key]) query.set(addressName(key), String(value))
  }
  return query
}

function number(lower: number, upper: number): (text: string) => number | undefined {
  return (text) => {
    const value = Number(text)
    return text.trim() !== '' && value >= lower && value <= upper ? value : undefined
  }
}

function integer(lower: number, upper: number): (text: string) => number | undefined {
  const parse = number(lower, upper)
  return (text) => {
    const value = parse(text)
    return Number.isInteger(value) ? value : undefined
  }
}
