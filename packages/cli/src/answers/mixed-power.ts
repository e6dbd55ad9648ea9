import type { EffectPower, MixedFit, PowerAnalysis } from '@safety-portfolio/mixed-models'
import type { SummaryTable } from '../report/summary-table.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** What planned designs can find, with the variances of a pilot. */
export function powerAnswer(pilot: MixedFit, plans: readonly PowerAnalysis[], by: string): Answer {
  const [first] = plans
  const { alpha, targetPower, method, formula, assumptions } = first!
  const basis = {
    method: `power of ${formula} from the variances of the pilot; ${method === 'wald' ? 'normal distribution' : "Kenward and Roger's degrees of freedom"}; two-sided level ${alpha}, target power ${targetPower}`,
    assumptions: [
      ...assumptions,
      'Smallest effects carry no interval of their own: they are as uncertain as the variances of the pilot.',
    ],
    warnings: [...pilot.warnings, ...plans.flatMap(({ warnings }) => warnings)].filter(
      ({ code }, index, all) => all.findIndex((other) => other.code === code) === index,
    ),
  }
  return {
    title: 'Power of grouped designs',
    lead: `The pilot has ${pilot.n} rows. The smallest effect is found, the smallest margin excluded, with probability ${targetPower}.`,
    tables: [variances(pilot), ...plans.map((plan) => planTable(plan, by))],
    basis,
    result: {
      formula,
      alpha,
      targetPower,
      by,
      pilot: {
        n: pilot.n,
        groups: pilot.groups,
        varianceComponents: pilot.varianceComponents,
        converged: pilot.converged,
      },
      plans,
      warnings: basis.warnings,
      assumptions: basis.assumptions,
      version: pilot.version,
    },
    fine: pilot.converged,
  }
}

function variances({ varianceComponents }: MixedFit): SummaryTable {
  return {
    caption: 'Variances of the pilot',
    header: ['quantity', 'estimate', 'interval'],
    rows: varianceComponents.map(({ kind, group, term, estimate, interval }) => [
      kind === 'sigma' ? 'residual' : `${group ?? ''}: ${term}${kind === 'correlation' ? ' (correlation)' : ''}`,
      estimate === null ? 'none' : formatNumber(estimate),
      interval === null ? 'none: singular' : `${formatNumber(interval.lower)} to ${formatNumber(interval.upper)}`,
    ]),
  }
}

function planTable({ groups, n, effects }: PowerAnalysis, by: string): SummaryTable {
  const asked = effects.some(({ power }) => power !== null)
  const margin = effects.some(({ equivalencePower }) => equivalencePower !== null)
  const share = (value: number | null): string => (value === null ? '' : value.toFixed(3))
  return {
    caption: `${groups[by] ?? Object.values(groups)[0] ?? 0} groups of ${by}, ${n} rows`,
    header: [
      'term',
      'standard error',
      'df',
      'smallest effect',
      'smallest margin',
      ...(asked ? ['power'] : []),
      ...(margin ? ['power of equivalence'] : []),
    ],
    rows: effects.map((effect: EffectPower) => [
      effect.term,
      formatNumber(effect.se, 3),
      effect.df === null ? '∞' : formatNumber(effect.df, 4),
      formatNumber(effect.smallestDetectable, 3),
      formatNumber(effect.smallestMargin, 3),
      ...(asked ? [share(effect.power)] : []),
      ...(margin ? [share(effect.equivalencePower)] : []),
    ]),
  }
}
