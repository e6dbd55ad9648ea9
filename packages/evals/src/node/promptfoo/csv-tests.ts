/** A row of a CSV file as a test: `__expected` and `__expected1` to 99 are assertions, other columns with two underscores settings, the rest variables. */
export function rowTest(row: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const vars: Record<string, string> = {}
  const assert: unknown[] = []
  const settings: Record<string, unknown> = {}
  const options: Record<string, string> = {}
  const metadata: Record<string, string> = {}
  for (const [column, cell] of Object.entries(row)) {
    if (!column.startsWith('__')) vars[column] = cell
    else if (/^__expected\d*$/.test(column)) {
      if (cell.trim() !== '') assert.push(expectedAssertion(cell))
    } else if (cell === '') continue
    else if (column === '__threshold') settings['threshold'] = Number(cell)
    else if (column === '__description') settings['description'] = cell
    else if (column === '__prefix' || column === '__suffix') options[column.slice(2)] = cell
    else if (column.startsWith('__metadata:')) metadata[column.slice('__metadata:'.length)] = cell
    else settings[column] = cell
  }
  return { vars, assert, ...settings, ...(Object.keys(options).length === 0 ? {} : { options }), metadata }
}

/** `type: value`, `type(0.8): value`, or a text that the answer must equal. */
export function expectedAssertion(cell: string): Readonly<Record<string, unknown>> {
  const found = /^(not-)?([a-z][a-z0-9-]*)(?:\(([\d.]+)\))?(?::([\s\S]*))?$/.exec(cell.trim())
  const [, negation = '', name = '', threshold, value] = found ?? []
  const type = aliases[name] ?? name
  const isBare = value === undefined && threshold === undefined
  if (found === null || !(types.test(type) && (!isBare || bare.has(type))))
    return { type: 'equals', value: cell.trim() }
  return {
    type: `${negation}${type}`,
    ...(value === undefined ? {} : { value: value.trim() }),
    ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
  }
}

const aliases: Readonly<Record<string, string>> = { fn: 'javascript', eval: 'javascript', grade: 'llm-rubric' }
const bare = new Set(['is-json', 'contains-json', 'is-refusal', 'is-xml', 'is-sql'])
/** Words before a colon that are types of assertions, also of those that are not known here: they must be named, not compared as text. */
const types =
  /^(?:equals|i?contains(?:-all|-any)?|contains-(?:json|sql|xml|html)|starts-with|regex|is-[a-z-]+|levenshtein|word-count|finish-reason|latency|cost|javascript|python|ruby|webhook|similar|classifier|moderation|llm-rubric|model-graded-[a-z]+|factuality|g-eval|answer-relevance|context-[a-z]+|rouge-n|bleu|gleu|meteor|f-score|perplexity(?:-score)?|pi|guardrails|select-best|max-score|tool-call-f1|trajectory|search-rubric)$/
