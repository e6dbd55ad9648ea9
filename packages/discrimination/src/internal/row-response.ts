import type { DataIssue } from '@safety-portfolio/records'
import type { ResponseField } from '../layouts.js'
import { mergeSurfaceForms } from '../surface-forms.js'
import { logistic, logitOf, massRounding } from '../yes-no-logit.js'
import { cellIssue, cellNumber } from './cells.js'

/** What one row says. */
export interface RowResponse {
  readonly logit: number
  readonly probability: number
  readonly mass: number | null
  readonly yes: number
  readonly trials: number
  readonly side: 'above' | 'below' | null
}

type Row = Readonly<Record<string, unknown>>
type Read = (row: Row, index: number, isLogProbability: boolean) => RowResponse | { readonly issue: DataIssue }
type Fields = Readonly<Partial<Record<ResponseField, string>>>

const fromLogit = (logit: number, mass: number | null, side: RowResponse['side'] = null): RowResponse => ({
  logit,
  probability: logistic(logit),
  mass,
  yes: 0,
  trials: 0,
  side,
})
const infiniteMessage =
  'an infinite logit: no model can use it; give log-probabilities, counts of sampled answers, or the top tokens, so that it is a bound'

/** A reader of rows for the fields that were chosen. */
export function rowReader(fields: Fields): Read {
  if (fields.yesLogit !== undefined) return readPair(fields.yesLogit, fields.noLogit!)
  if (fields.logit !== undefined) return readLogit(fields.logit)
  if (fields.p !== undefined) return readProbability(fields.p, fields.pNo)
  if (fields.yes !== undefined) return readCounts(fields.yes, fields.no, fields.n)
  if (fields.topLogprobs !== undefined) return readTop(fields.topLogprobs)
  return readDecision(fields.decision!)
}

function readPair(yesColumn: string, noColumn: string): Read {
  return (row, index, isLogProbability) => {
    for (const column of [yesColumn, noColumn]) {
      const value = cellNumber(row[column])
      if (value === null) return bad('not-a-number', index, column, row, 'not a number')
      if (!Number.isFinite(value)) return bad('infinite-logit', index, column, row, infiniteMessage)
    }
    const [yes, no] = [cellNumber(row[yesColumn])!, cellNumber(row[noColumn])!]
    return fromLogit(yes - no, isLogProbability ? Math.exp(yes) + Math.exp(no) : null)
  }
}

function readLogit(column: string): Read {
  return (row, index) => {
    const value = cellNumber(row[column])
    if (value === null) return bad('not-a-number', index, column, row, 'not a number')
    return Number.isFinite(value) ? fromLogit(value, null) : bad('infinite-logit', index, column, row, infiniteMessage)
  }
}

function readProbability(column: string, noColumn: string | undefined): Read {
  return (row, index) => {
    const yes = cellNumber(row[column])
    const no = noColumn === undefined ? null : cellNumber(row[noColumn])
    if (yes === null || !(yes >= 0 && yes <= 1)) {
      return bad('not-a-probability', index, column, row, 'not a probability from 0 to 1')
    }
    if (noColumn === undefined) {
      if (yes === 0 || yes === 1) return bad('infinite-logit', index, column, row, infiniteMessage)
      return fromLogit(logitOf(yes), null)
    }
    if (no === null || !(no >= 0 && no <= 1)) {
      return bad('not-a-probability', index, noColumn, row, 'not a probability from 0 to 1')
    }
    if (yes + no > 1 + massRounding) {
      return bad('mass-above-one', index, noColumn, row, `p of yes and no are ${yes + no} together, more than 1`)
    }
    if (yes === 0 || no === 0) return bad('infinite-logit', index, yes === 0 ? column : noColumn, row, infiniteMessage)
    return fromLogit(Math.log(yes) - Math.log(no), yes + no)
  }
}

function readCounts(yesColumn: string, noColumn: string | undefined, nColumn: string | undefined): Read {
  return (row, index) => {
    const yes = cellNumber(row[yesColumn])
    const other = noColumn ?? nColumn
    const second = other === undefined ? 1 : cellNumber(row[other])
    for (const [column, value] of [
      [yesColumn, yes],
      [other ?? yesColumn, second],
    ] as const) {
      if (value === null || !Number.isInteger(value) || value < 0) {
        return bad('not-a-count', index, column, row, 'not a whole number from 0')
      }
    }
    const trials = noColumn === undefined ? second! : yes! + second!
    if (trials === 0) return bad('no-samples', index, yesColumn, row, 'no answer was sampled; leave the row out')
    if (yes! > trials) {
      return bad('more-yes-than-samples', index, yesColumn, row, `${yes!} yes in ${trials} samples`)
    }
    return counted(yes!, trials)
  }
}

function readTop(column: string): Read {
  return (row, index) => {
    const cell = row[column]
    let tokens: unknown = cell
    if (typeof cell === 'string') {
      try {
        tokens = JSON.parse(cell)
      } catch {
        return bad('not-json', index, column, row, 'not a JSON object of tokens and log-probabilities')
      }
    }
    const entries = tokenEntries(tokens)
    if (entries === null) {
      return bad(
        'not-tokens',
        index,
        column,
        row,
        'not an object token -> log-probability, nor a list of { token, logprob }',
      )
    }
    if (entries.some(([, value]) => !(value <= 0)) || entries.length === 0) {
      return bad(
        'not-a-logprob',
        index,
        column,
        row,
        'log-probabilities must be at most 0, and at least one token listed',
      )
    }
    const { yes, no, mass, bound } = mergeSurfaceForms(Object.fromEntries(entries))
    if (yes !== null && no !== null) return fromLogit(yes - no, mass)
    if (yes === null && no === null) {
      return bad('no-answer', index, column, row, 'neither yes nor no is among the tokens')
    }
    if (bound === null) return bad('infinite-logit', index, column, row, infiniteMessage)
    // The missing answer has at most the bound, so the logit is at least this far from 0.
    return yes === null ? fromLogit(bound - no!, mass, 'below') : fromLogit(yes - bound, mass, 'above')
  }
}

/** Tokens as entries: an object, or a list of { token, logprob } as providers return it. Spellings that repeat are added up. */
function tokenEntries(tokens: unknown): [string, number][] | null {
  if (typeof tokens !== 'object' || tokens === null) return null
  const pairs: [unknown, unknown][] = Array.isArray(tokens)
    ? tokens.map((one: unknown) => {
        const { token, logprob } = (typeof one === 'object' && one !== null ? one : {}) as Readonly<
          Record<string, unknown>
        >
        return [token, logprob]
      })
    : Object.entries(tokens)
  const sums = new Map<string, number>()
  for (const [token, value] of pairs) {
    if (typeof token !== 'string' || typeof value !== 'number') return null
    const before = sums.get(token)
    sums.set(token, before === undefined ? value : Math.log(Math.exp(before) + Math.exp(value)))
  }
  return [...sums]
}

function readDecision(column: string): Read {
  return (row, index) => {
    const cell = row[column]
    const word = (typeof cell === 'string' ? cell : JSON.stringify(cell))
      .trim()
      .toLowerCase()
      .replace(/[.!"']/g, '')
    if (word === 'yes' || word === '1' || word === 'true') return counted(1, 1)
    if (word === 'no' || word === '0' || word === 'false') return counted(0, 1)
    return bad('not-a-decision', index, column, row, 'not yes or no; leave out answers that refuse')
  }
}

function counted(yes: number, trials: number): RowResponse {
  return { logit: 0, probability: yes / trials, mass: null, yes, trials, side: null }
}

function bad(code: string, index: number, column: string, row: Row, message: string): { readonly issue: DataIssue } {
  return { issue: cellIssue(code, index, column, row[column], message) }
}
