import type { Finding } from '@safety-portfolio/stats'
import type { ConstantSpec, LawSpec } from '../define-law.js'
import { invalidValue } from './identifiability.js'

type Constants = Readonly<Record<string, ConstantSpec>>

/** Why data cannot determine the constants of a defined law, before anything is fitted. */
export function tooLittleData(constants: Constants, points: readonly { readonly loss: number }[]): Finding | undefined {
  const invalid = invalidValue(points, ['loss']) ?? unusablePlace(points)
  if (invalid !== undefined) return invalid
  const size = Object.keys(constants).length
  const places = new Set(points.map((point) => JSON.stringify({ ...point, loss: 0 }))).size
  if (places <= size) {
    return {
      code: 'too-few-points',
      message: `${places} distinct ${places === 1 ? 'place' : 'places'} cannot determine ${size} constants and say how well: at least ${size + 1} are needed. Add data at further places.`,
    }
  }
  if (!points.some(({ loss }) => Math.abs(loss / points[0]!.loss - 1) > 1e-9))
    return { code: 'constant-loss', message: 'All data have the same loss. Add data over a wider range of places.' }
  for (const [field, sharing] of fieldsOf(constants)) {
    const distinct = new Set(points.map((point) => (point as Readonly<Record<string, unknown>>)[field])).size
    if (distinct > sharing.length) continue
    return {
      code: `too-few-sizes-of-${field}`,
      message: `${distinct} distinct ${distinct === 1 ? 'value' : 'values'} of ${field} cannot determine ${sharing.join(' and ')}: at least ${sharing.length + 1} are needed. Add data over a wider range of ${field}.`,
    }
  }
  return undefined
}

/** Why an optimum must not be reported: a constant at the edge of what data can show. */
export function outsideLimits(constants: Constants, found: Readonly<Record<string, number>>): Finding | undefined {
  for (const [name, { limits, determinedBy }] of Object.entries(constants)) {
    const value = found[name]!
    if (!Number.isFinite(value))
      return { code: `${name}-at-bound`, message: `The best fit has ${name} = ${value}: the data do not bound it.` }
    if (limits === undefined || (value >= limits[0] && value <= limits[1])) continue
    return {
      code: `${name}-at-bound`,
      message: `The best fit has ${name} = ${value.toPrecision(3)}, outside [${limits.join(', ')}]. Add data over a wider range of ${determinedBy ?? 'places'}.`,
    }
  }
  return undefined
}

/** What has to vary, for messages. */
export function cureOf(constants: LawSpec<string, never>['constants'], name: string): string {
  return constants[name]?.determinedBy ?? ([...fieldsOf(constants).keys()].join(' and ') || 'places')
}

/** The fields that have to vary, each with the constants that it determines. */
function fieldsOf(constants: Constants): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>()
  for (const [name, { determinedBy }] of Object.entries(constants)) {
    if (determinedBy === undefined) continue
    fields.set(determinedBy, [...(fields.get(determinedBy) ?? []), name])
  }
  return fields
}

/** The first number of a place that is not finite. */
function unusablePlace(points: readonly object[]): Finding | undefined {
  for (const [index, point] of points.entries()) {
    for (const [field, value] of Object.entries(point) as [string, unknown][]) {
      if (typeof value === 'number' && !Number.isFinite(value))
        return {
          code: 'invalid-runs',
          message: `Run ${index + 1}: ${field} must be a finite number, got ${value}. Repair or drop it.`,
        }
    }
  }
  return undefined
}
