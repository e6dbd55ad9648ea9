/** Why attempts failed. */
export interface FailureReason {
  /** The error's message, cut to 300 characters. */
  readonly message: string
  /** How many attempts failed with it. */
  readonly attempts: number
}

/** Messages kept apart, so that a million failures with a million messages need no more memory. */
const mostKept = 1000
const mostListed = 10
const longest = 300

/** Counts failed attempts by the message of their error. */
export interface FailureCounter {
  /** An error as a sample (`{ message }`) or a summary (text) has it; `null` and `undefined` are none. */
  add(error: unknown): void
  /** The ten most frequent, most frequent first. */
  reasons(): readonly FailureReason[]
}

/** Starts counting. */
export function failureCounter(): FailureCounter {
  const counts = new Map<string, number>()
  return {
    add(error) {
      if (error === undefined || error === null) return
      const message = messageOf(error).slice(0, longest)
      const known = counts.get(message)
      if (known !== undefined || counts.size < mostKept) counts.set(message, (known ?? 0) + 1)
    },
    reasons: () =>
      Array.from(counts, ([message, attempts]) => ({ message, attempts }))
        .sort((left, right) => right.attempts - left.attempts)
        .slice(0, mostListed),
  }
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error
  const { message } = error as { readonly message?: unknown }
  return typeof message === 'string' ? message : JSON.stringify(error)
}
