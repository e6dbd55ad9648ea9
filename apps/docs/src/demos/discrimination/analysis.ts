import {
  analyzeDecisions,
  decisionTable,
  interventions,
  type DecisionOptions,
  type DiscriminationAnalysis,
  type Interventions,
} from '@safety-portfolio/discrimination'
import type { DecisionInput, DecisionRow } from './decisions-table.js'
import type { DiscriminationState } from './state.js'

/** Scores under one prompt, and all prompts compared where the table has several. */
export interface DiscriminationResult {
  readonly prompt: string | null
  readonly prompts: readonly string[]
  readonly analysis: DiscriminationAnalysis
  readonly interventions: Interventions | null
}

/** Analyses a table of decisions. */
export function analyseTable({ rows, columns }: DecisionInput, state: DiscriminationState): DiscriminationResult {
  const parts = byPrompt(rows, columns['prompt'] ?? '')
  const prompts = [...parts.keys()]
  const prompt =
    prompts.find((name) => name === state.prompt) ?? prompts.find((name) => name === 'default') ?? prompts[0]
  const options = readOptions(columns, state)
  const chosen = prompt === undefined ? rows : parts.get(prompt)!
  const analysis = analyzeDecisions(decisionTable(chosen, options), { method: state.method, margin: state.margin })
  const compared =
    prompts.length < 2
      ? null
      : interventions(
          prompts.map((condition) => ({ condition, table: decisionTable(parts.get(condition)!, options) })),
          { replicates: 200, ...(prompt === undefined ? {} : { reference: prompt }) },
        )
  return { prompt: prompt ?? null, prompts, analysis, interventions: compared }
}

export function readOptions(
  columns: Readonly<Record<string, string>>,
  { baseline }: Pick<DiscriminationState, 'baseline'>,
): DecisionOptions {
  const { question = '', yesLogit = '', noLogit = '', logit = '', p = '', yes = '', no = '' } = columns
  const pairs = baseline.split(/,(?=[^,=]+=)/).flatMap((part) => {
    const split = part.indexOf('=')
    return split < 1 ? [] : [[part.slice(0, split).trim(), part.slice(split + 1).trim()] as const]
  })
  const map =
    yesLogit !== '' && noLogit !== ''
      ? { yesLogit, noLogit }
      : logit !== ''
        ? { logit }
        : yes !== '' && no !== ''
          ? { yes, no }
          : p !== ''
            ? { p }
            : {}
  return {
    map,
    ...(question === '' ? {} : { question }),
    ...(pairs.length === 0 ? {} : { baseline: Object.fromEntries(pairs) }),
  }
}

/** Rows by prompt; none when no column says it. */
export function byPrompt(rows: readonly DecisionRow[], column: string): ReadonlyMap<string, readonly DecisionRow[]> {
  const parts = new Map<string, DecisionRow[]>()
  if (column === '') return parts
  for (const row of rows) {
    const cell = row[column]
    const name = typeof cell === 'string' ? cell : JSON.stringify(cell)
    const part = parts.get(name)
    if (part === undefined) parts.set(name, [row])
    else part.push(row)
  }
  return parts
}
