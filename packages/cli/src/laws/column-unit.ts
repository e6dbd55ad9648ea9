/** A name of a column without the unit in it. */
export interface ColumnUnit {
  readonly name: string
  /** By what cells are multiplied to be in single parameters, tokens or FLOP. */
  readonly factor: number
  /** The unit as the name writes it. */
  readonly unit: string
}

const powers: Readonly<Record<string, number>> = {
  ...{ k: 1e3, thousand: 1e3, m: 1e6, mio: 1e6, million: 1e6, b: 1e9, bn: 1e9, billion: 1e9, t: 1e12, tn: 1e12 },
  ...{ trillion: 1e12, quadrillion: 1e15 },
}

const prefixes: Readonly<Record<string, number>> = {
  ...{ giga: 1e9, g: 1e9, tera: 1e12, t: 1e12, peta: 1e15, p: 1e15, exa: 1e18, e: 1e18, zetta: 1e21, z: 1e21 },
  ...{ yotta: 1e24, y: 1e24 },
}

/** A day of one petaFLOP/s. */
const petaflopDay = 8.64e19

/**
 * The unit in a name, where it is not the plain one: in brackets (`Model Size (B)`, `FLOPs (1E21)`, `Compute (PF-days)`), or as its last word
 * (`params_b`, `tokens in billions`); `undefined` for a name without one.
 */
export function columnUnit(column: string): ColumnUnit | undefined {
  const bracket = /^(.*?)\s*[([{]([^)\]}]*)[)\]}]\s*$/.exec(column)
  const [name, unit] =
    bracket === null
      ? (/^(.{3,}?)[\s_.-]+(?:in[\s_.-]+)?([a-z]+)$/i.exec(column) ?? []).slice(1)
      : [bracket[1]!, bracket[2]!]
  if (name === undefined || unit === undefined) return undefined
  const factor = factorOf(unit.toLowerCase().trim(), bracket !== null)
  return factor === undefined ? undefined : { name, factor, unit: unit.trim() }
}

function factorOf(unit: string, bracketed: boolean): number | undefined {
  const power = powerOf(unit.replace(/^in /, ''))
  if (power !== undefined || !bracketed) return power
  const plain = /^(.*?)\s*(?:params|parameters|tokens?|flops?)$/.exec(unit)
  const [, text = unit] = plain ?? []
  const number = /^(?:10\s*\^\s*|10\*\*|1e\+?)(\d{1,2})$/.exec(text.trim())
  if (number !== null) return Number(`1e${number[1]!}`)
  if (plain !== null) return powerOf(text.trim()) ?? (unit.includes('flop') ? prefixes[text.trim()] : undefined)
  return /^(?:pf|pflops?|petaflops?|pflop\/s|petaflop\/s|pfs)[\s-]*days?$/.test(unit) ? petaflopDay : undefined
}

const powerOf = (word: string): number | undefined => powers[word] ?? powers[word.replace(/s$/, '')]
