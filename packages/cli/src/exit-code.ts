/** What the exit status of every command means. */
export const exitCode = {
  /** The answer is complete. */
  fine: 0,
  /** The answer is printed, and holds a finding or a gate that failed: for example a fit that did not converge. */
  finding: 1,
  /** The input or the command line cannot be used; nothing was written. */
  badInput: 2,
  /** A defect of this program. */
  internal: 3,
} as const
