import type { IntervalRow } from '../interval-chart.js'
import { valueText } from './interval-text.js'

/** Where names and numbers stand, and how high a row is. */
export interface Placing {
  readonly band: number
  readonly marginLeft: number
  readonly marginRight: number
  readonly name: TextPlace
  readonly value: TextPlace
}

interface TextPlace {
  readonly frameAnchor: 'left' | 'right'
  readonly textAnchor: 'start' | 'end'
  readonly dx: number
  readonly dy: number
  readonly fontSize?: number
}

/** Names at the left and numbers at the right; on narrow pictures under the names, or both above their lines where names would take half of it. */
export function placing(rows: readonly IntervalRow[], width: number, format: (value: number) => string): Placing {
  const printed = rows.map((row) => valueText(row, format).length)
  const longest = Math.max(4, ...rows.map(({ label }) => label.length))
  const name = { frameAnchor: 'left', textAnchor: 'end', dx: -10, dy: 0 } as const
  if (width >= 480) {
    const value = { frameAnchor: 'right', textAnchor: 'start', dx: 10, dy: 0, fontSize: 12 } as const
    return { band: 34, marginLeft: 16 + 6.6 * longest, marginRight: 12 + 7 * Math.max(4, ...printed), name, value }
  }
  // The numbers under the names are printed smaller.
  const marginLeft = Math.max(16 + 6.6 * longest, ...printed.map((length) => 12 + 5.4 * length))
  if (marginLeft <= 0.48 * width) {
    const value = { ...name, dy: 8, fontSize: 10 }
    return { band: 34, marginLeft, marginRight: 16, name: { ...name, dy: -6 }, value }
  }
  const oneLine = rows.every(({ label }, index) => 7 * label.length + 5.8 * printed[index]! + 8 < width - 32)
  const left = { frameAnchor: 'left', textAnchor: 'start', dx: 0 } as const
  const value = oneLine ? ({ frameAnchor: 'right', textAnchor: 'end', dx: 0 } as const) : left
  return {
    band: oneLine ? 40 : 54,
    marginLeft: 16,
    marginRight: 16,
    name: { ...left, dy: oneLine ? -14 : -22 },
    value: { ...value, dy: oneLine ? -14 : -10, fontSize: 10 },
  }
}
