/** One thing that is wrong, or worth knowing, about one row of a file. */
export interface InputIssue {
  /**
   * Stable code. Rows with these are left out: `'not-json'`, `'no-question'`, `'no-distribution'`, `'unequal-length'`, `'not-a-number'`, `'negative-mass'`,
   * `'all-zero'`, `'sum-far-from-one'`, `'no-country'`, `'not-a-literal'`, `'duplicate'`, `'question-missing'`, `'options-differ'`,
   * `'no-opinion'`. These are only told: `'unknown-country'`, `'averaged'`, `'merged-item'`.
   */
  readonly code: string
  /** Which file: the survey or the responses. */
  readonly side: 'survey' | 'responses'
  /** Row of data, from 1 (lines of JSON Lines, records of CSV below the header). */
  readonly row: number
  /** Whose answer, where the row holds several. */
  readonly who?: string
  /** What is wrong and what to do about it. */
  readonly message: string
}

/** The codes of {@link InputIssue} that are only told: what they are about is still computed. */
export const harmlessCodes: ReadonlySet<string> = new Set(['unknown-country', 'averaged', 'merged-item'])
