import type { Finding } from '@safety-portfolio/stats'
import type { Answer } from './answer.js'

/** The answer with what its table made one doubt, before the warnings of its own. */
export function doubtedAnswer(answer: Answer, doubts: readonly Finding[]): Answer {
  if (doubts.length === 0) return answer
  const { basis, result } = answer
  const own = 'warnings' in result && Array.isArray(result.warnings) ? (result.warnings as readonly Finding[]) : []
  return {
    ...answer,
    basis: { ...basis, warnings: [...doubts, ...basis.warnings] },
    result: { ...result, warnings: [...doubts, ...own] },
  }
}
