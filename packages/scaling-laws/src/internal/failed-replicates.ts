import type { Finding } from '@safety-portfolio/stats'
import type { BootstrapEvidence } from '../fit-result.js'

/** What is said where replicates gave no fit; nothing where all did. */
export function failedReplicates({ failed, replicates }: BootstrapEvidence): readonly Finding[] {
  if (failed === 0) return []
  return [
    {
      code: 'failed-replicates',
      message: `${failed} of ${replicates} bootstrap replicates gave no fit and are left out.`,
    },
  ]
}
