/** A result as every --json and result.json prints it. */
export function resultText(result: unknown): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
