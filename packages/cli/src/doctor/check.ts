/** How a check came out. What could not be checked is unknown, which is not fine. */
export type CheckStatus = 'fine' | 'beware' | 'problem' | 'unknown'

/** One thing that was looked at. */
export interface Check {
  /** What was looked at, e.g. `disk` or `openai/m: key`. */
  readonly check: string
  readonly status: CheckStatus
  readonly finding: string
  /** What to do; `null` where nothing is to be done. */
  readonly remedy: string | null
}

/** A check without a remedy. */
export function fine(check: string, finding: string): Check {
  return { check, status: 'fine', finding, remedy: null }
}
