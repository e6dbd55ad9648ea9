import { fieldAliases } from '../layouts.js'
import type { ResponseField } from '../layouts.js'
import { listed } from './cells.js'
import { findColumn } from './column-names.js'

type Fields = Partial<Record<ResponseField, string>>

/** The sets of fields that say a decision, in the order in which they are looked for. */
const combinations: readonly (readonly ResponseField[])[] = [
  ['yesLogit', 'noLogit'],
  ['logit'],
  ['p', 'pNo'],
  ['p'],
  ['yes', 'n'],
  ['yes', 'no'],
  ['topLogprobs'],
  ['decision'],
]

/** The columns that hold the decision: those that are mapped, or those found by name. */
export function chooseFields(columns: readonly string[], map: Readonly<Fields>): Readonly<Fields> {
  const mapped = Object.keys(map) as ResponseField[]
  for (const field of mapped) {
    if (!(field in fieldAliases)) {
      throw new RangeError(
        `decisionTable: there is no field ${JSON.stringify(field)} to map; fields are ${Object.keys(fieldAliases).join(', ')}`,
      )
    }
    if (!columns.includes(map[field]!)) {
      throw new RangeError(
        `decisionTable: there is no column ${JSON.stringify(map[field])} for ${field}. The table has: ${listed(columns)}`,
      )
    }
  }
  if (mapped.length > 0) return chooseMapped(map, mapped)
  const found = Object.fromEntries(
    Object.entries(fieldAliases).flatMap(([field, names]) => {
      const column = names.map((name) => findColumn(columns, name)).find((name) => name !== undefined)
      return column === undefined ? [] : [[field, column]]
    }),
  ) as Fields
  // A table of yes and no counts may also count all samples or list a rate; the counts themselves come first.
  const order = found.yes !== undefined && found.no !== undefined ? countsFirst : combinations
  const fields = order.find((combination) => combination.every((field) => field in found))
  if (fields === undefined) {
    throw new RangeError(
      `decisionTable: no column says what was decided; map yesLogit and noLogit, logit, p, yes and n (or no), topLogprobs, or decision. The table has: ${listed(columns)}`,
    )
  }
  return pick(found, fields)
}

const countsFirst: typeof combinations = [['yesLogit', 'noLogit'], ['logit'], ['yes', 'no'], ...combinations.slice(2)]

function chooseMapped(map: Readonly<Fields>, mapped: readonly ResponseField[]): Readonly<Fields> {
  const same = combinations.find(
    (combination) => combination.length === mapped.length && combination.every((field) => mapped.includes(field)),
  )
  if (same !== undefined) return pick(map, same)
  if (mapped.length === 1 && mapped[0] === 'yes') return pick(map, ['yes'])
  throw new RangeError(
    `decisionTable: ${mapped.join(' and ')} do not make a decision; map ${combinations.map((fields) => fields.join(' + ')).join(', or ')}`,
  )
}

function pick(from: Readonly<Fields>, fields: readonly ResponseField[]): Readonly<Fields> {
  return Object.fromEntries(fields.map((field) => [field, from[field]!]))
}
