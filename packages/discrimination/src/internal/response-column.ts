import { DataError } from '@safety-portfolio/records'
import type { DataIssue } from '@safety-portfolio/records'
import type { Rows } from '@safety-portfolio/mixed-models'
import type { Finding } from '@safety-portfolio/stats'
import type { CensoredRow, DecisionResponse } from '../decision-table.js'
import type { ResponseField } from '../layouts.js'
import { massGate } from '../mass-gate.js'
import type { MassReport } from '../mass-gate.js'
import { massRounding } from '../yes-no-logit.js'
import { isMissing } from './cells.js'
import { chooseFields } from './response-fields.js'
import { rowReader } from './row-response.js'
import type { RowResponse } from './row-response.js'

/** The response of the rows that were kept. */
export interface ReadResponse {
  readonly kept: readonly number[]
  readonly response: DecisionResponse
  readonly probability: Float64Array
  readonly mass: MassReport
  readonly censored: readonly CensoredRow[]
  readonly columns: Readonly<Partial<Record<ResponseField, string>>>
  readonly warnings: readonly Finding[]
}

/** Reads what each row says about its decision. */
export function readResponse(
  rows: Rows,
  columns: readonly string[],
  map: Readonly<Partial<Record<ResponseField, string>>>,
  gate: { readonly massGate: number; readonly drop: boolean },
): ReadResponse {
  const fields = chooseFields(columns, map)
  const read = rowReader(fields)
  const issues: DataIssue[] = []
  const kept: number[] = []
  const found: RowResponse[] = []
  let missing = 0
  let dropped = 0
  const needed = Object.values(fields)
  const isLogProbability = 'yesLogit' in fields && logProbabilities(rows, fields.yesLogit, fields.noLogit!)
  rows.forEach((row, index) => {
    if (needed.some((column) => isMissing(row[column]))) {
      missing += 1
      return
    }
    const result = read(row, index, isLogProbability)
    if ('issue' in result) issues.push(result.issue)
    else if (gate.drop && result.mass !== null && result.mass < gate.massGate) dropped += 1
    else {
      kept.push(index)
      found.push(result)
    }
  })
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { total: issues.length })
  if (kept.length === 0) {
    throw new RangeError(
      `decisionTable: no row has a decision: ${missing} of ${rows.length} are blank in ${needed.join(', ')}${dropped > 0 ? `, ${dropped} fall below the mass gate` : ''}`,
    )
  }
  const counts = 'yes' in fields || 'decision' in fields
  const { report, findings } = massGate(
    found.map(({ mass }) => mass),
    gate.massGate,
    dropped,
  )
  const warnings: Finding[] = counts ? [] : [...findings]
  if (missing > 0) {
    warnings.push({
      code: 'rows-omitted',
      message: `${missing} of ${rows.length} rows have no decision (blank in ${needed.join(' or ')}) and were left out.`,
    })
  }
  const censored = found.flatMap(({ logit, side }, row) => (side === null ? [] : [{ row, side, bound: logit }]))
  if (censored.length > 0) {
    warnings.push({
      code: 'censored',
      message: `In ${censored.length} of ${found.length} rows one of the two answers is not among the tokens that were returned: its logit is known only by a bound.`,
    })
  }
  return {
    kept,
    response: counts
      ? {
          kind: 'counts',
          yes: Float64Array.from(found, ({ yes }) => yes),
          trials: Float64Array.from(found, ({ trials }) => trials),
        }
      : { kind: 'logit', logit: Float64Array.from(found, ({ logit }) => logit) },
    probability: Float64Array.from(found, ({ probability }) => probability),
    mass: report,
    censored,
    columns: fields,
    warnings,
  }
}

/** Whether two columns hold log-probabilities throughout: never above 0, and never a mass above 1. */
function logProbabilities(rows: Rows, yes: string, no: string): boolean {
  return rows.every((row) => {
    if (isMissing(row[yes]) || isMissing(row[no])) return true
    const [a, b] = [Number(row[yes]), Number(row[no])]
    return a <= 0 && b <= 0 && Math.exp(a) + Math.exp(b) <= 1 + massRounding
  })
}
