import type { Finding } from '@safety-portfolio/stats'
import { lacking } from './finding.js'

/** What is said where no start led anywhere. */
export function nothingFound(): Finding {
  return lacking('not-identifiable', 'no start led to a finite objective', 'everything, and check its units')
}
