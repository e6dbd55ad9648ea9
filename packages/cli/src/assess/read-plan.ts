import { DataError, type DataIssue } from '@safety-portfolio/records'
import { LineCounter, parseDocument } from 'yaml'
import type { Work } from '../commands/answer-command.js'
import { readShortText } from '../io/read-short-text.js'
import type { Plan } from './plan.js'
import { contradictions } from './plan-contradictions.js'
import { planSchema } from './plan-schema.js'

/** A plan and the document it stands in. */
export interface PlanFile {
  readonly plan: Plan
  /** Name of the file. */
  readonly name: string
  /** A problem with its line, to be reported with the others. */
  readonly issue: (code: string, path: readonly PropertyKey[], message: string) => DataIssue
}

/** Reads a plan in YAML or JSON; every problem is reported at once, with its line. */
export async function readPlan(file: string, work: Work): Promise<PlanFile> {
  const { text, name, source } = await readShortText(file, work.io)
  const plan = planFrom(text, name)
  work.read(source)
  return plan
}

/** A plan from its text. */
export function planFrom(text: string, name: string): PlanFile {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter })
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { readonly range?: readonly number[] } | undefined
      if (node?.range !== undefined) return lineCounter.linePos(node.range[0]!).line
    }
    return undefined
  }
  const issue = (code: string, path: readonly PropertyKey[], message: string): DataIssue => {
    const keys = path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    const line = lineOf(path)
    const where = keys.length === 0 ? '' : `${keys.join('.')}: `
    return { code, path: keys, message: `${where}${message}`, ...(line === undefined ? {} : { line }) }
  }
  if (document.errors.length > 0) {
    throw new DataError(
      document.errors.map(({ message, linePos }) => ({
        code: 'yaml',
        path: [],
        line: linePos?.[0].line ?? 1,
        message: message.split('\n')[0]!.replace(/ at line \d+, column \d+:$/, ''),
      })),
      { name },
    )
  }
  const parsed = planSchema.safeParse(document.toJS({ maxAliasCount: 100 }))
  if (!parsed.success) {
    throw new DataError(
      parsed.error.issues.flatMap((problem) =>
        problem.code === 'unrecognized_keys'
          ? problem.keys.map((key) => issue('unknown-field', [...problem.path, key], 'unknown field'))
          : [issue(problem.code, problem.path, problem.message)],
      ),
      { name },
    )
  }
  const plan = parsed.data
  const issues = contradictions(plan).map(({ path, message }) => issue('contradiction', path, message))
  if (issues.length > 0) throw new DataError(issues, { name })
  return { plan, name, issue }
}
