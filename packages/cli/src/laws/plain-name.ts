/** What may stand in brackets behind a name without changing what the column holds: a symbol, or a unit that is the plain one. */
const plainUnits = new Set([
  ...[
    'n',
    'd',
    'c',
    'l',
    'u',
    'params',
    'parameters',
    'tokens',
    'token',
    'flop',
    'flops',
    'steps',
    'nats',
    'nats/token',
  ],
  ...['nats per token', 'nll', 'cross entropy', 'cross-entropy', 'total', 'count'],
])

/** A name of a column in lower case, letters and digits only; a unit in brackets stays, unless it is the plain one. */
export function plainName(column: string): string {
  return column
    .toLowerCase()
    .replaceAll(/[([{]([^)\]}]*)[)\]}]/g, (bracket, unit: string) => (plainUnits.has(unit.trim()) ? '' : bracket))
    .replaceAll(/[^a-z0-9]/g, '')
}
