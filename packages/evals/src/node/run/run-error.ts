/** A run that cannot begin, or go on, for a reason the user can put right. */
export class RunError extends Error {
  override readonly name = 'RunError'
}
