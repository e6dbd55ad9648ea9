import type { HorizonDoubling } from '@safety-portfolio/scaling-laws'
import type { Estimate, Finding } from '@safety-portfolio/stats'

/** Doubling times in days that METR prints in its table; `null` where an edition prints none. */
export interface PrintedDoubling {
  readonly from2023: Estimate | null
  readonly all: Estimate | null
}

/** Half a unit of the third decimal, which is the last that is printed. */
const lastDigit = 5e-4

/** Reads `doubling_time_in_days`, whose entries editions name a little differently. */
export function printedDoubling(document: unknown): PrintedDoubling {
  const table = field(document, 'doubling_time_in_days')
  const entry = (prefix: string): Estimate | null => {
    const name = Object.keys(table ?? {}).find((key) => key.startsWith(prefix))
    const found = name === undefined ? undefined : field(table, name)
    const [estimate, lower, upper] = ['point_estimate', 'ci_low', 'ci_high'].map((key) => found?.[key])
    if (typeof estimate !== 'number' || !(estimate > 0)) return null
    const both = typeof lower === 'number' && typeof upper === 'number'
    return both
      ? { estimate, standardError: null, interval: { lower, upper, level: 0.95, method: 'as printed, over tasks' } }
      : { estimate, standardError: null, interval: null, reason: 'no interval printed' }
  }
  return { from2023: entry('from_2023'), all: entry('all_time') }
}

/** Says so where the horizons of a table do not give the doubling times printed in it. */
export function printedDiffers(
  printed: PrintedDoubling,
  { doublingDays }: HorizonDoubling,
  since: string,
): readonly Finding[] {
  const pairs = [
    ...(since === '2023-01-01' ? [['from 2023', printed.from2023, doublingDays.from2023] as const] : []),
    ['over all agents', printed.all, doublingDays.all] as const,
  ]
  return pairs.flatMap(([name, there, here]) => {
    const days = there?.estimate ?? null
    if (days === null || (here !== null && Math.abs(days - here) <= lastDigit)) return []
    const ours = here === null ? 'none' : here.toFixed(3)
    return [
      {
        code: 'printed-doubling-differs',
        message: `The table prints a doubling time ${name} of ${days} days; its horizons give ${ours}. Its agents were chosen or weighted in another way, or the table was changed.`,
      },
    ]
  })
}

function field(value: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = (value as Readonly<Record<string, unknown>>)[name]
  return typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>) : undefined
}
