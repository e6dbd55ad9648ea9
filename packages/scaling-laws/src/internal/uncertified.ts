import type { Finding } from '@safety-portfolio/stats'

/** The constants are not known to be the optimum. */
export const uncertified: Finding = {
  code: 'not-converged',
  message: 'The constants are not a certified optimum: do not rely on them or on their intervals.',
}
