import type { ConstantCovariance } from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'

type Constants = Readonly<Record<string, number>>

const coordinate = (constants: Constants, scale: string): number =>
  scale.startsWith('log ') ? Math.log(constants[scale.slice(4)]!) : constants[scale]!

const key = (i: number, j: number): string => `covariance ${i} ${j}`

/** Each constant on its scale, and the sum of each two: their variances over replicates tell the covariances. */
export function covarianceQuantities(
  scales: readonly string[],
): Readonly<Record<string, (constants: Constants) => number>> {
  return Object.fromEntries(
    scales.flatMap((one, i) =>
      scales
        .slice(i)
        .map((other, k) => [
          key(i, i + k),
          (constants: Constants) => coordinate(constants, one) + (k === 0 ? 0 : coordinate(constants, other)),
        ]),
    ),
  )
}

/**
 * The covariance of the constants over replicates of a bootstrap that drew so many clusters: their spread is short by the share of one of them. `null`
 * where a replicate left a constant without a value.
 */
export function replicateCovariance(
  scales: readonly string[],
  estimates: Readonly<Record<string, Estimate>>,
  { clusters, degrees }: { readonly clusters: number; readonly degrees: number },
): ConstantCovariance | null {
  const variance = (i: number, j: number): number => (estimates[key(i, j)]?.standardError ?? Number.NaN) ** 2
  const matrix = scales.map((_, row) =>
    scales.map((__, column) => {
      const [i, j] = row < column ? [row, column] : [column, row]
      const shared = i === j ? variance(i, i) : (variance(i, j) - variance(i, i) - variance(j, j)) / 2
      return (shared * clusters) / (clusters - 1)
    }),
  )
  return matrix.flat().every(Number.isFinite) ? { scales, matrix, degrees: Math.min(clusters - 1, degrees) } : null
}
