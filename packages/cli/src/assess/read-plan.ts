import { DataError } from '@safety-portfolio/records'
import { LineCounter, parseDocument } from 'yaml'
import type { Work } from '../commands/answer-command.js'
import { readShortText } from '../io/read-short-text.js'
import type { Plan } from './plan.js'
import { planSchema } from './plan-schema.js'
import { subjectNamed } from './subjects.js'

/** Reads a plan in YAML or JSON; every problem is reported at once, with its line. */
export async function readPlan(file: string, work: Work): Promise<Plan> {
  const { text, name, source } = await readShortText(file, work.io)
  const plan = planFrom(text, name)
  work.read(source)
  return plan
}

/** A plan from its text. */
export function planFrom(text: string, name: string): Plan {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter })
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { readonly range?: readonly number[] } | undefined
      if (node?.range !== undefined) return lineCounter.linePos(node.range[0]!).line
    }
    return undefined
  }
  const at = (path: readonly PropertyKey[]): readonly (string | number)[] => {
    const line = lineOf(path)
    return [
      ...(line === undefined ? [] : [`line ${line}`]),
      ...path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    ]
  }
  if (document.errors.length > 0) {
    throw new DataError(
      document.errors.map(({ message, linePos }) => ({
        code: 'yaml',
        path: [`line ${linePos?.[0].line ?? 1}`],
        message: message.split('\n')[0]!,
      })),
      { name },
    )
  }
  const parsed = planSchema.safeParse(document.toJS({ maxAliasCount: 100 }))
  if (!parsed.success) {
    throw new DataError(
      parsed.error.issues.map(({ code, path, message }) => ({
        code,
        path: at(path),
        message: `${path.join('.')}: ${message}`,
      })),
      { name },
    )
  }
  const plan = parsed.data
  const issues = contradictions(plan).map(({ path, message }) => ({
    code: 'contradiction',
    path: at(path),
    message: `${path.join('.')}: ${message}`,
  }))
  if (issues.length > 0) throw new DataError(issues, { name })
  return plan
}

function contradictions(plan: Plan): readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  const real = plan.models.filter((model) => subjectNamed(model) === null)
  const { rareBehaviours, opinions } = plan.suites
  const issues: { readonly path: readonly PropertyKey[]; readonly message: string }[] = []
  if (real.length > 0 && rareBehaviours !== undefined) {
    if (rareBehaviours.pattern === undefined) {
      issues.push({
        path: ['suites', 'rareBehaviours'],
        message: `${real[0]!} is a real model: give the pattern that recognises the behaviour`,
      })
    }
    if (typeof rareBehaviours.queries === 'number') {
      issues.push({
        path: ['suites', 'rareBehaviours', 'queries'],
        message: `${real[0]!} is a real model: give a table of queries`,
      })
    }
  }
  if (real.length > 0 && opinions?.survey === 'simulated') {
    issues.push({
      path: ['suites', 'opinions', 'survey'],
      message: `the simulated survey is for simulated models; ${real[0]!} needs a survey of people`,
    })
  }
  const simulated = plan.models.filter((model) => subjectNamed(model) !== null)
  if (simulated.length > 0 && rareBehaviours?.pattern !== undefined) {
    issues.push({
      path: ['suites', 'rareBehaviours', 'pattern'],
      message: `${simulated[0]!} gives log-probabilities and says nothing to match`,
    })
  }
  for (const name of Object.keys(plan.policy?.models ?? {})) {
    if (!plan.models.includes(name))
      issues.push({
        path: ['policy', 'models', name],
        message: `${name} is none of the models: ${plan.models.join(', ')}`,
      })
  }
  const lines = new Set((plan.suites.capability ?? []).flatMap(({ line }) => (line === undefined ? [] : [line])))
  if (lines.size > 0 && plan.policy === undefined) {
    issues.push({
      path: ['policy'],
      message: `tasks are held against ${[...lines].join(', ')}, but no policy is named`,
    })
  }
  return issues
}
