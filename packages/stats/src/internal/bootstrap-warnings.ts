import type { Finding } from '../finding.js'

// Fewer replicates than this beyond a bound leave it to chance.
const fewestBeyondBound = 20
const fewestClusters = 10

/** What can be said about a bootstrap before looking at any one component. */
export function bootstrapWarnings(run: {
  failures: number
  replicates: number
  level: number
  clusters: number | undefined
}): Finding[] {
  const { failures, replicates, level, clusters } = run
  const warnings: Finding[] = []
  if (failures > 0) {
    warnings.push({
      code: 'bootstrap-failures',
      message: `The statistic was not finite in ${failures} of ${replicates} replicates, which were left out: standard error and interval hold only as far as those resemble the rest.`,
    })
  }
  const beyond = (replicates * (1 - level)) / 2
  if (beyond < fewestBeyondBound) {
    const needed = Math.ceil((2 * fewestBeyondBound) / (1 - level))
    warnings.push({
      code: 'few-replicates',
      message: `${replicates} replicates leave ${Number(beyond.toPrecision(3))} beyond each bound at level ${level}; take at least ${needed}.`,
    })
  }
  if (clusters !== undefined && clusters < fewestClusters) {
    warnings.push({
      code: 'few-clusters',
      message: `Only ${clusters} clusters: a bootstrap of so few understates the uncertainty. Use an interval made for few clusters, or gather more.`,
    })
  }
  return warnings
}
