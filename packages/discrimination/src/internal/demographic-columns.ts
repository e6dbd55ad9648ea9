import { DataError } from '@safety-portfolio/records'
import type { DataIssue } from '@safety-portfolio/records'
import type { Rows } from '@safety-portfolio/mixed-models'
import { standardDeviation } from '@safety-portfolio/stats'
import type { Finding } from '@safety-portfolio/stats'
import type { DecisionOptions, Demographic } from '../decision-table.js'
import { demographicAliases } from '../layouts.js'
import { cellIssue, cellLabel, cellNumber, isMissing, listed } from './cells.js'
import { findColumn } from './column-names.js'

/** A column with more categories than this is text or an identifier. */
const mostLevels = 200
/** Baselines of the paper, as tables spell them: the level that others are compared with when none is named. */
const men = ['male', 'man', 'men', 'm']
const white = ['white', 'caucasian']
const customary: Readonly<Record<string, readonly string[]>> = { gender: men, sex: men, race: white, ethnicity: white }

interface Found {
  readonly demographics: readonly Demographic[]
  readonly constant: Readonly<Record<string, string>>
  readonly warnings: readonly Finding[]
}

/** Reads the demographic columns of the rows that were kept. */
export function demographicColumns(
  rows: Rows,
  columns: readonly string[],
  kept: readonly number[],
  questionColumn: string,
  options: DecisionOptions,
): Found {
  const spelled = (name: string): string => findColumn(columns, name) ?? name
  const baseline = Object.fromEntries(
    Object.entries(options.baseline ?? {}).map(([name, level]) => [spelled(name), level]),
  )
  const factors = (options.factors ?? []).map(spelled)
  const known = demographicAliases.flatMap((name) => findColumn(columns, name) ?? [])
  const named = options.demographics ?? [...new Set([...known, ...Object.keys(baseline)])]
  const unknown = [...named, ...Object.keys(baseline), ...factors].find((name) => !columns.includes(name))
  if (unknown !== undefined) {
    throw new RangeError(
      `decisionTable: there is no demographic column ${JSON.stringify(unknown)}. The table has: ${listed(columns)}`,
    )
  }
  const stray = [...Object.keys(baseline), ...factors].find((name) => !named.includes(name))
  if (stray !== undefined) {
    throw new RangeError(
      `decisionTable: ${JSON.stringify(stray)} is not one of the demographic columns ${listed(named)}`,
    )
  }
  const columnsRead = named.filter((name) => name !== questionColumn)
  refuseBlanks(rows, kept, columnsRead)
  const constant: Record<string, string> = {}
  const warnings: Finding[] = []
  const chosen: string[] = []
  const demographics = columnsRead.flatMap((name): readonly Demographic[] => {
    const labels = kept.map((row) => cellLabel(rows[row]![name]))
    const { levels, codes, merged } = mergeCase(labels)
    if (levels.length === 1) {
      constant[name] = levels[0]!
      return []
    }
    if (merged.length > 0) {
      warnings.push({
        code: 'levels-merged',
        message: `Levels of ${name} that differ only by case were taken as one: ${listed(merged)}.`,
      })
    }
    const numeric = !factors.includes(name) && levels.length > 2 && levels.every((level) => cellNumber(level) !== null)
    if (!numeric && levels.length > mostLevels) {
      throw new RangeError(
        `decisionTable: column ${JSON.stringify(name)} has ${levels.length} levels, more than ${mostLevels}; it looks like text or an identifier, not a demographic attribute`,
      )
    }
    const wanted = baseline[name]
    const one = numeric
      ? numericDemographic(name, levels.map(Number), codes, wanted)
      : factorDemographic(name, levels, codes, wanted)
    if (wanted === undefined) chosen.push(`${name}=${one.baseline}`)
    return [one]
  })
  if (demographics.length === 0) {
    throw new RangeError(
      columnsRead.length === 0
        ? `decisionTable: no demographic column found (looked for ${demographicAliases.join(', ')}); name them. The table has: ${listed(columns)}`
        : `decisionTable: no demographic column varies (${Object.entries(constant)
            .map(([name, level]) => `${name} is always ${level}`)
            .join(', ')}), so nothing can be compared`,
    )
  }
  if (chosen.length > 0) {
    warnings.push({
      code: 'baseline-chosen',
      message: `No baseline was named for ${chosen.length === 1 ? 'a column' : `${chosen.length} columns`}; ${chosen.join(', ')} was taken. Every score is relative to it.`,
    })
  }
  for (const [name, level] of Object.entries(constant)) {
    const wanted = baseline[name]
    if (wanted !== undefined && cellLabel(wanted).toLowerCase() !== level.toLowerCase()) {
      throw new RangeError(`decisionTable: baseline ${name}=${wanted} does not occur; ${name} is always ${level}`)
    }
  }
  return { demographics, constant, warnings }
}

function refuseBlanks(rows: Rows, kept: readonly number[], names: readonly string[]): void {
  const issues: DataIssue[] = kept.flatMap((row) =>
    names
      .filter((name) => isMissing(rows[row]![name]))
      .map((name) =>
        cellIssue('missing-attribute', row, name, rows[row]![name], 'every decision needs this attribute'),
      ),
  )
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { total: issues.length })
}

/** Levels in order of appearance; those that differ only by case are one, under its most frequent spelling. */
function mergeCase(labels: readonly string[]): {
  readonly levels: readonly string[]
  readonly codes: Int32Array
  readonly merged: readonly string[]
} {
  const groups = new Map<string, { readonly code: number; readonly spellings: Map<string, number> }>()
  const codes = Int32Array.from(labels, (label) => {
    const key = label.toLowerCase()
    let group = groups.get(key)
    if (group === undefined) {
      group = { code: groups.size, spellings: new Map() }
      groups.set(key, group)
    }
    group.spellings.set(label, (group.spellings.get(label) ?? 0) + 1)
    return group.code
  })
  const all = [...groups.values()]
  return {
    levels: all.map(({ spellings }) => [...spellings].reduce((a, b) => (b[1] > a[1] ? b : a))[0]),
    codes,
    merged: all.flatMap(({ spellings }) => (spellings.size > 1 ? [[...spellings.keys()].join(' / ')] : [])),
  }
}

function factorDemographic(
  name: string,
  found: readonly string[],
  codes: Int32Array,
  wanted: string | number | undefined,
): Demographic {
  const counts = found.map((_, code) => codes.reduce((sum, one) => sum + (one === code ? 1 : 0), 0))
  const same = (label: string): number => found.findIndex((level) => level.toLowerCase() === label.toLowerCase())
  const custom = (customary[name.toLowerCase()] ?? []).map(same).find((index) => index >= 0)
  let first = wanted === undefined ? (custom ?? -1) : same(cellLabel(wanted))
  if (first < 0 && wanted !== undefined) {
    throw new RangeError(
      `decisionTable: baseline ${JSON.stringify(wanted)} is not a level of ${name}; levels are: ${listed(found.toSorted(byText))}`,
    )
  }
  if (first < 0) {
    const most = Math.max(...counts)
    const frequent = found.filter((_, code) => counts[code] === most).toSorted(byText)
    first = found.indexOf(frequent[0]!)
  }
  const baseline = found[first]!
  const levels = [baseline, ...found.filter((level) => level !== baseline).toSorted(byText)]
  const position = found.map((level) => levels.indexOf(level))
  return { kind: 'factor', name, levels, baseline, codes: codes.map((code) => position[code]!) }
}

function numericDemographic(
  name: string,
  found: readonly number[],
  codes: Int32Array,
  wanted: string | number | undefined,
): Demographic {
  const values = Float64Array.from(codes, (code) => found[code]!)
  const levels = found.toSorted((a, b) => a - b)
  const [least, most] = [levels[0]!, levels.at(-1)!]
  const middle = levels.reduce((a, b) => (Math.abs(b - (least + most) / 2) < Math.abs(a - (least + most) / 2) ? b : a))
  const baseline =
    wanted === undefined ? (name.toLowerCase() === 'age' && levels.includes(60) ? 60 : middle) : cellNumber(wanted)
  if (baseline === null || !(baseline >= least && baseline <= most)) {
    throw new RangeError(
      `decisionTable: baseline ${name}=${String(wanted)} must be a number from ${least} to ${most}, the range of the data`,
    )
  }
  return { kind: 'numeric', name, baseline, values, spread: standardDeviation(values), levels }
}

/** Order by code unit, the same on every machine; numbers by size. */
function byText(a: string, b: string): number {
  const [x, y] = [cellNumber(a), cellNumber(b)]
  if (x !== null && y !== null && x !== y) return x - y
  return a < b ? -1 : a > b ? 1 : 0
}
