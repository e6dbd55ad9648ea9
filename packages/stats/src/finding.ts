/** Something the reader of a result must know: a stable code for programs, a sentence for people. */
export interface Finding {
  /** Stable kebab-case code, e.g. `'not-converged'`. */
  readonly code: string
  /** One or two sentences: what is the case, and what to do about it. */
  readonly message: string
}
