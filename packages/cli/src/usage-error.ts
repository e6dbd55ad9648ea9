/** What the user can put right: a flag, a path, a file that cannot be read. Ends the command with exit code 2 and its message. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
