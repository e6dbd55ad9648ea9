/** One parameter of the address: a control, or anything else a link has to carry. */
export interface AddressParameter<Value> {
  /** What the documentation of the address says. */
  readonly meaning: string
  /** Which values make sense, in words or as a list. */
  readonly domain: string
  /** The value that is left out of the address. */
  readonly initial: Value
  /** The value of a text from the address or from a control; `undefined` for one that makes no sense. */
  readonly parse: (text: string) => Value | undefined
}

/** The state that a set of parameters describes. */
export type StateOf<Parameters> = {
  readonly [Key in keyof Parameters]: Parameters[Key] extends AddressParameter<infer Value> ? Value : never
}

/** The state of a demo, how it is read from an address and written to one. */
export interface Address<State> {
  readonly initial: State
  /** What each key means; `name` is how it is called in the address: `column-loss` for `columnLoss`. */
  readonly parameters: readonly (AddressParameter<unknown> & {
    readonly key: keyof State & string
    readonly name: string
  })[]
  /** What is absent or makes no sense has its initial value. */
  read(query: URLSearchParams): State
  /** Without what has its initial value. */
  write(state: State): URLSearchParams
  /** The value of a control; `undefined` where it makes no sense or the key is unknown. */
  parse(key: string, text: string): unknown
}

/**
 * Describes the state of a demo once, for address, controls and documentation.
 *
 *     const address = defineAddress({
 *       budget: numberParameter({ meaning: 'log10 of FLOP', initial: 24, min: 18, max: 28 }),
 *       loss: choiceParameter({ meaning: 'loss that is minimised', initial: 'huber', choices: ['huber', 'lad'] }),
 *     })
 *     address.read(new URLSearchParams('budget=22')).budget // 22
 */
export function defineAddress<Parameters extends Readonly<Record<string, unknown>>>(
  described: Parameters,
): Address<StateOf<Parameters>> {
  type State = StateOf<Parameters>
  const parameters = Object.entries(described as Readonly<Record<string, AddressParameter<unknown>>>).map(
    ([key, parameter]) => ({ ...parameter, key: key, name: addressName(key) }),
  )
  return {
    parameters,
    initial: Object.fromEntries(parameters.map(({ key, initial }) => [key, initial])) as State,
    read: (query) =>
      Object.fromEntries(
        parameters.map(({ key, name, parse, initial }) => {
          const text = query.get(name)
          return [key, (text === null ? undefined : parse(text)) ?? initial]
        }),
      ) as State,
    write: (state) => {
      const query = new URLSearchParams()
      for (const { key, name, initial } of parameters) {
        const value = state[key]
        if (value !== undefined && String(value) !== String(initial)) query.set(name, String(value))
      }
      return query
    },
    parse: (key, text) => parameters.find((parameter) => parameter.key === key)?.parse(text),
  }
}

function addressName(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

interface Described<Value> {
  readonly meaning: string
  readonly initial: Value
}

interface Bounded extends Described<number> {
  readonly min: number
  readonly max: number
}

export function numberParameter({ meaning, initial, min, max }: Bounded): AddressParameter<number> {
  const parse = (text: string): number | undefined => {
    const value = Number(text)
    return text.trim() !== '' && value >= min && value <= max ? value : undefined
  }
  return { meaning, initial, parse, domain: `${min} to ${max}` }
}

export function integerParameter(bounded: Bounded): AddressParameter<number> {
  const { parse, ...rest } = numberParameter(bounded)
  return {
    ...rest,
    domain: `whole number, ${rest.domain}`,
    parse: (text) => {
      const value = parse(text)
      return Number.isInteger(value) ? value : undefined
    },
  }
}

export function choiceParameter<const Choice extends string>(described: {
  readonly meaning: string
  readonly initial: NoInfer<Choice>
  readonly choices: readonly Choice[]
}): AddressParameter<Choice> {
  const { meaning, initial, choices } = described
  return { meaning, initial, domain: choices.join(', '), parse: (text) => choices.find((choice) => choice === text) }
}

/** Several of a list of choices, written with commas: checkboxes of one name, or `<select multiple>`. */
export function choicesParameter<const Choice extends string>(described: {
  readonly meaning: string
  readonly initial: readonly NoInfer<Choice>[]
  readonly choices: readonly Choice[]
}): AddressParameter<readonly Choice[]> {
  const { meaning, initial, choices } = described
  return {
    meaning,
    initial,
    domain: `any of ${choices.join(', ')}`,
    parse: (text) => choices.filter((choice) => text.split(',').includes(choice)),
  }
}

/** A checkbox. */
export function flagParameter({ meaning, initial }: Described<boolean>): AddressParameter<boolean> {
  return {
    meaning,
    initial,
    domain: 'true or false',
    parse: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  }
}

export function textParameter({ meaning, initial }: Described<string>): AddressParameter<string> {
  return { meaning, initial, domain: 'text', parse: (text) => text }
}

/** The column of a pasted table that holds a field; `undefined`: guessed from the header, empty: none. */
export function columnParameter(field: string): AddressParameter<string | undefined> {
  return {
    meaning: `column that holds ${field}; empty for none`,
    initial: undefined,
    domain: 'name of a column',
    parse: (text) => text,
  }
}
