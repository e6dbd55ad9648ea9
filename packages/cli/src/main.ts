/** Runs the command and returns its exit code. */
export function main(argv: readonly string[]): Promise<number> {
  return Promise.resolve(argv.length === 0 ? 2 : 0)
}
