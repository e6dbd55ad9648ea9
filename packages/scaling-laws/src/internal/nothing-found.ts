import type { Finding } from '@safety-portfolio/stats'

/** What is said where no start of the grid led anywhere. */
export const nothingFound: Finding = {
  code: 'not-identifiable',
  message: 'No start of the grid led to a finite objective. Check the units of params, tokens and loss.',
}
