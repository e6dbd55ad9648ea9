import { powerLabel } from '@safety-portfolio/charts'

/** A number printed elsewhere beside ours, which is computed when the site is built. */
export interface ReproductionRow {
  readonly quantity: string
  /** The number as its source prints it, or as it was planted. */
  readonly published: number
  /** Ours, computed by the packages. */
  readonly ours: number
  /** How both are printed. Default six significant digits. */
  readonly print?: (value: number) => string
  /** How far ours may lie from it, absolute: the rounding of the source, or the accuracy of its method. The build fails beyond it. */
  readonly tolerance: number
  /** What explains a difference, where there is one to explain. */
  readonly note?: string
}

/** Fails where a number has moved: a table of reproductions cannot go stale. */
export function checked(rows: readonly ReproductionRow[]): readonly ReproductionRow[] {
  for (const { quantity, published, ours, tolerance } of rows) {
    if (!(Math.abs(ours - published) <= tolerance)) {
      throw new Error(`Reproduction of '${quantity}': ${ours} lies further than ${tolerance} from ${published}`)
    }
  }
  return rows
}

/** Significant digits. */
export function digits(count: number): (value: number) => string {
  return (value) => {
    const text = value.toPrecision(count)
    const [mantissa = '', exponent] = text.split('e')
    return exponent === undefined ? text : `${mantissa} × ${powerLabel(10 ** Number(exponent))}`
  }
}

/** Decimals. */
export function decimals(count: number): (value: number) => string {
  return (value) => value.toFixed(count)
}

/** Rows for constants that were planted in data without noise and have to come back. */
export function recovered(
  planted: Readonly<Record<string, number>>,
  fitted: object | null,
  names: readonly (readonly [key: string, name: string])[],
  relative = 1e-6,
): readonly ReproductionRow[] {
  const constants = (fitted ?? {}) as Readonly<Record<string, number>>
  return names.map(([key, name]) => {
    const published = planted[key] ?? NaN
    return {
      quantity: name,
      published,
      ours: constants[key] ?? NaN,
      tolerance: Math.abs(published) * relative,
      print: digits(8),
    }
  })
}
