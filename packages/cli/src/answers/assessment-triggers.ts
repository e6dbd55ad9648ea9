import {
  dateAfter,
  daysPerYear,
  effectiveComputeGrowth,
  planTriggers,
  triggerCadence,
  type AssessedModel,
  type IsoDate,
  type PlannedModel,
  type TriggerPlan,
} from '@safety-portfolio/scaling-laws'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { estimateCells } from '../text/estimate-cells.js'
import { sentence } from '../text/wrap.js'
import { addMonths } from './add-months.js'
import type { Answer } from './answer.js'

/** When assessments fall due. */
export interface TriggerQuestion {
  /** The last model that was fully assessed; its compute is needed for planned models only. */
  readonly baseline: { readonly date: IsoDate; readonly compute?: number }
  /** Growth of effective compute that asks for a new assessment. */
  readonly factor: number
  /** Months after which an assessment is due whatever was trained; none when absent. */
  readonly months?: number | undefined
  /** Factor per year of physical compute; not known when absent. */
  readonly physicalPerYear?: Estimate | undefined
  /** Months in which algorithms double effective compute. */
  readonly algorithmicDoublingMonths: Estimate
  /** Models that are planned or trained. */
  readonly planned: readonly PlannedModel[]
}

interface Due {
  readonly date: IsoDate | null
  readonly earliest: IsoDate | null
  readonly latest: IsoDate | null
  readonly days: Estimate
}

/** When the factor and the months fall due, and which planned models reach the factor. */
export function triggerAnswer(question: TriggerQuestion): Answer {
  const { baseline, factor, months, physicalPerYear, algorithmicDoublingMonths, planned } = question
  const growth =
    physicalPerYear === undefined ? null : effectiveComputeGrowth({ physicalPerYear, algorithmicDoublingMonths })
  const byCompute = growth === null ? null : dueAfter(baseline.date, triggerCadence(growth.growthPerYear, factor))
  const byTime = months === undefined ? null : addMonths(baseline.date, months)
  const plan =
    baseline.compute === undefined || planned.length === 0
      ? null
      : planTriggers(planned, { baseline: baseline as AssessedModel, factor, algorithmicDoublingMonths })
  const algorithmsAlone = dateAfter((Math.log2(factor) * algorithmicDoublingMonths.estimate!) / 12, baseline.date)
  const firstDue = earliest([byCompute?.date ?? null, byTime])
  const warnings: readonly Finding[] = [...(plan?.warnings ?? []), ...(growth === null ? [growthUnknown] : [])]
  const basis = {
    method: `${factor} times the effective compute of the model assessed on ${baseline.date}${months === undefined ? '' : `, or ${months} months after it`}${growth === null ? '' : `; growth: ${growth.method}`}`,
    assumptions: [
      ...new Set([
        'Algorithmic progress multiplies compute, equally at every scale.',
        ...(growth?.assumptions ?? []),
        ...(plan?.assumptions ?? []),
      ]),
    ],
    warnings,
  }
  return {
    title: 'When the next assessment falls due',
    lead: lead(firstDue, factor, byCompute, byTime, algorithmsAlone),
    tables: [dueTable(factor, byCompute, byTime, algorithmsAlone, months), ...(plan === null ? [] : [planTable(plan)])],
    basis,
    result: {
      baseline,
      factor,
      months: months ?? null,
      due: { first: firstDue, byEffectiveCompute: byCompute, byTime, byAlgorithmsAlone: algorithmsAlone },
      effectiveGrowthPerYear: growth?.growthPerYear ?? null,
      steps: plan?.steps ?? [],
      ...basis,
    },
    fine: true,
  }
}

const growthUnknown: Finding = {
  code: 'unknown-growth',
  message: 'The growth of training compute is not given, so when the factor is reached is not known: --growth.',
}

function dueAfter(from: IsoDate, days: Estimate): Due {
  const at = (value: number | null | undefined): IsoDate | null =>
    value === null || value === undefined ? null : dateAfter(value / daysPerYear, from)
  const { estimate, interval } = days
  return { date: at(estimate), earliest: at(interval?.lower), latest: at(interval?.upper), days }
}

function earliest(dates: readonly (IsoDate | null)[]): IsoDate | null {
  return dates.filter((date) => date !== null).toSorted()[0] ?? null
}

function lead(
  first: IsoDate | null,
  factor: number,
  due: Due | null,
  byTime: IsoDate | null,
  alone: IsoDate | null,
): string {
  if (first === null) {
    return sentence(
      `algorithms alone reach ${factor} times the effective compute ${alone === null ? 'never' : `on ${alone}`}; larger models reach it sooner`,
    )
  }
  const range = due?.earliest == null || due.latest === null ? '' : ` (${due.earliest} to ${due.latest})`
  const parts = [
    ...(due?.date == null ? [] : [`${factor} times the effective compute is reached on ${due.date}${range}`]),
    ...(byTime === null ? [] : [`the time runs out on ${byTime}`]),
  ]
  return sentence(`the next assessment falls due on ${first}: ${parts.join('; ')}`)
}

function dueTable(
  factor: number,
  byCompute: Due | null,
  byTime: IsoDate | null,
  alone: IsoDate | null,
  months: number | undefined,
): SummaryTable {
  const range =
    byCompute === null
      ? 'growth not given'
      : byCompute.earliest === null || byCompute.latest === null
        ? (byCompute.days.reason ?? 'none')
        : `${byCompute.earliest} to ${byCompute.latest}`
  return {
    caption: 'Due dates',
    header: ['trigger', 'date', 'interval'],
    rows: [
      [`${factor} times effective compute`, byCompute?.date ?? 'not known', range],
      ['the same by algorithms alone', alone ?? 'never', '–'],
      ...(byTime === null ? [] : [[`${months} months`, byTime, 'exact']]),
    ],
  }
}

function planTable({ steps }: TriggerPlan): SummaryTable {
  return {
    caption: 'Planned models, by effective compute over that of the last assessed one',
    header: ['model', 'date', 'status', 'ratio', 'interval', 'against'],
    rows: steps.map(({ name, date, status, ratio, baseline }) => [
      name,
      date,
      status,
      ...(ratio.estimate === null ? ['not known', '–'] : estimateCells(ratio)),
      baseline ?? 'the baseline',
    ]),
  }
}
