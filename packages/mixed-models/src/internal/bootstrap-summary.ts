import type { Finding } from '@safety-portfolio/stats'
import { mean, quantileSorted, standardDeviation } from '@safety-portfolio/stats'
import type { BootstrapParameter, ModelBootstrap } from '../parametric-bootstrap.js'

/** One parameter from the replicates that converged. */
export function bootstrapParameter(
  label: Pick<BootstrapParameter, 'kind' | 'group' | 'term'>,
  estimate: number,
  draws: readonly (readonly number[])[],
  index: number,
  level: number,
  method: string,
): BootstrapParameter {
  const values = draws.map((row) => row[index]!).toSorted((a, b) => a - b)
  if (values.length < 2) return { ...label, estimate, se: null, bias: null, interval: null }
  const tail = (1 - level) / 2
  return {
    ...label,
    estimate,
    se: standardDeviation(values),
    bias: mean(values) - estimate,
    interval: { lower: quantileSorted(values, tail), upper: quantileSorted(values, 1 - tail), level, method },
  }
}

/** Says how many replicates were left out. */
export function failureWarnings(failed: number, replicates: number): Finding[] {
  if (failed === 0) return []
  return [
    {
      code: 'bootstrap-failures',
      message: `${failed} of ${replicates} replicates had no proven optimum and were left out.`,
    },
  ]
}

/** Every replicate as JSON: `null` where it failed. */
export function jsonDraws(draws: readonly (readonly number[])[]): NonNullable<ModelBootstrap['draws']> {
  return draws.map((values) => values.map((value) => (Number.isFinite(value) ? value : null)))
}
