import type { ConstantSpec, LawSpec } from '../define-law.js'
import { requireOneOf } from './options.js'

const domains = ['positive', 'nonnegative', 'real']

/** Throws for a law that cannot be fitted as it is defined. */
export function requireSpec({ law, constants }: Pick<LawSpec<string, never>, 'law' | 'constants'>): void {
  if (law === '') throw new RangeError('defineLaw: law must be a name, got an empty text')
  const entries = Object.entries<ConstantSpec>(constants)
  if (entries.length === 0) throw new RangeError('defineLaw: constants must be at least 1, got 0')
  for (const [name, { domain = 'positive', linear = false, starts, limits }] of entries) {
    const where = `defineLaw: constants.${name}`
    requireOneOf('defineLaw', `constants.${name}.domain`, domain, domains)
    if (!linear && starts === undefined)
      throw new RangeError(`${where}.starts must be the range of its starts, or the constant linear, got none`)
    requireRange(`${where}.starts`, starts, domain === 'real' ? -Infinity : Number.MIN_VALUE)
    requireRange(`${where}.limits`, limits, -Infinity)
  }
}

function requireRange(where: string, range: readonly [number, number] | undefined, least: number): void {
  if (range === undefined) return
  const [lower, upper] = range
  if (!(lower >= least && lower < upper && upper < Infinity && lower > -Infinity))
    throw new RangeError(
      `${where} must be two finite numbers, the lower first${least > 0 ? ', both > 0' : ''}, got ${range.join(', ')}`,
    )
}
