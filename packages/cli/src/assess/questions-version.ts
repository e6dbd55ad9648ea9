import { createHash } from 'node:crypto'
import type { Sample } from '@safety-portfolio/evals'

/** Version of a task that its questions decide: a log goes on only with the same ones. */
export function questionsVersion(samples: readonly Sample[]): string {
  return createHash('sha256').update(JSON.stringify(samples)).digest('hex').slice(0, 12)
}
