import { isObject } from '../../log/migrate-log.js'
import { modelGraded } from '../../scorers/model-graded.js'
import { scoreNumber } from '../../statistics/score-number.js'
import type { SolveContext, TaskState } from '../../task/solver.js'
import { answerTests, parsedJson, textOf } from './answer-tests.js'
import { foreignRules } from './json-schema-check.js'
import { fillTemplate, foreignParts, type Vars } from './template.js'

/** What an assertion came to; `pass` is `null` where that is not known. */
export interface Verdict {
  readonly pass: boolean | null
  /** 0 to 1. */
  readonly score: number
  readonly reason: string
}

/** An assertion that can be checked here. */
export interface Assertion {
  readonly type: string
  /** How much it counts; 0 for one that is only reported. */
  readonly weight: number
  /** Name of a score of its own. */
  readonly metric: string | null
  readonly shown: string
  check(state: TaskState, context: SolveContext, vars: Vars): Verdict | Promise<Verdict>
}

type Given = Readonly<Record<string, unknown>>

const withoutValue = new Set(['is-json', 'contains-json', 'latency', 'cost'])
const withThreshold = new Set(['latency', 'cost'])

/** Types that a model judges -> what it is asked. */
const judged: Readonly<Record<string, (value: string) => { readonly rubric?: string; readonly target?: string }>> = {
  'llm-rubric': (rubric) => ({ rubric }),
  'model-graded-closedqa': (rubric) => ({ rubric }),
  factuality: (target) => ({ target }),
  'model-graded-factuality': (target) => ({ target }),
}

/**
 * An assertion of a promptfoo configuration, or why there is nothing like it here.
 *
 * @param given - The assertion, its references resolved.
 * @param allowCode - Whether `javascript` may run.
 */
export function assertionOf(given: unknown, allowCode: boolean): Assertion | string {
  if (!isObject(given) || typeof given['type'] !== 'string') return 'it has no type'
  const { type } = given
  if (type === 'assert-set') return assertionSet(given, allowCode)
  const negated = type.startsWith('not-')
  const plain = negated ? type.slice(4) : type
  const value = given['value'] === undefined ? '' : textOf(given['value'])
  const known = ['type', 'value', 'threshold', 'weight', 'metric', 'provider', 'description']
  const unknown = Object.keys(given).filter((field) => !known.includes(field))
  if (unknown.length > 0) return `'${type}' with ${unknown.join(', ')}`
  const check = checkOf(plain, value, given, allowCode)
  if (typeof check === 'string') return check
  return {
    ...commonOf(given),
    shown: value === '' ? type : `${type}: ${value}`,
    async check(state, context, vars) {
      const verdict = await check(state, context, vars)
      if (!negated || verdict.pass === null) return verdict
      return { pass: !verdict.pass, score: verdict.pass ? 0 : 1, reason: verdict.reason }
    },
  }
}

function commonOf(given: Given): Pick<Assertion, 'type' | 'weight' | 'metric'> {
  const { type, weight, metric } = given
  return {
    type: String(type),
    weight: typeof weight === 'number' ? weight : 1,
    metric: typeof metric === 'string' ? metric : null,
  }
}

function checkOf(type: string, value: string, given: Given, allowCode: boolean): Assertion['check'] | string {
  const foreign = type === 'javascript' || type === 'regex' || type.endsWith('-json') ? [] : foreignParts(value)
  if (foreign.length > 0) return `'${type}' with a template that is more than variables: ${foreign.join(', ')}`
  if (type === 'javascript')
    return allowCode ? codeCheck(value, given) : `'javascript' is code: --arg javascript=allow lets it run`
  const ask = Object.hasOwn(judged, type) ? judged[type] : undefined
  if (ask !== undefined) {
    if (given['threshold'] !== undefined) return `'${type}' with a threshold: a judge here says right or wrong`
    return async (state, context, vars) => graded(ask(fillTemplate(value, vars)), state, context)
  }
  const test = Object.hasOwn(answerTests, type) ? answerTests[type] : undefined
  if (test === undefined) return `'${type}'`
  if (value === '' && !withoutValue.has(type)) return `'${type}' without a value`
  if (withThreshold.has(type) && typeof given['threshold'] !== 'number') return `'${type}' without a threshold`
  const problem = valueProblem(type, value)
  if (problem !== null) return problem
  return (state, _context, vars) => {
    const wanted = fillTemplate(value, vars)
    const pass = test(state.output.completion, wanted, given, state)
    const reason =
      pass === null
        ? `${type} is not known for this answer`
        : pass
          ? `${type} holds`
          : `${type} does not hold: ${wanted || String(given['threshold'])}`
    return { pass, score: pass === true ? 1 : 0, reason }
  }
}

function valueProblem(type: string, value: string): string | null {
  if (value === '') return null
  if (type.endsWith('-json')) {
    const rules = foreignRules(parsedJson(value))
    return rules.length === 0
      ? null
      : `'${type}' with rules of JSON Schema that are not checked here: ${[...new Set(rules)].join(', ')}`
  }
  if (type !== 'regex' || value.includes('{{')) return null
  try {
    return new RegExp(value) instanceof RegExp ? null : ''
  } catch (error) {
    return `'regex': ${(error as Error).message}`
  }
}

async function graded(
  { rubric, target }: { readonly rubric?: string; readonly target?: string },
  state: TaskState,
  context: SolveContext,
): Promise<Verdict> {
  const judge = modelGraded(rubric === undefined ? {} : { rubric })
  const { value, explanation } = await judge.score({ ...state, target: target ?? '' }, context)
  const score = scoreNumber(value)
  return { pass: score === null ? null : score === 1, score: score ?? 0, reason: explanation ?? '' }
}

/** JavaScript of the configuration, which has the rights of the configuration's author: of whoever runs it. */
function codeCheck(source: string, { threshold }: Given): Assertion['check'] {
  const body = /\breturn\b/.test(source) && /[\n;]/.test(source) ? source : `return (${source})`
  return async (state, _context, vars) => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- asked for by name, as a module of a task is
    const run = new Function('output', 'context', body) as (output: string, context: object) => unknown
    const result: unknown = await run(state.output.completion, { vars, prompt: textOf(state.input) })
    const { pass, score, reason } = isObject(result) ? result : { pass: undefined, score: result, reason: '' }
    const number =
      typeof score === 'boolean' ? Number(score) : typeof score === 'number' ? score : Number(pass === true)
    const holds = typeof pass === 'boolean' ? pass : typeof threshold === 'number' ? number >= threshold : number > 0
    return {
      pass: holds,
      score: number,
      reason: typeof reason === 'string' && reason !== '' ? reason : `javascript gave ${JSON.stringify(result)}`,
    }
  }
}

function assertionSet(given: Given, allowCode: boolean): Assertion | string {
  const list: readonly unknown[] = Array.isArray(given['assert']) ? given['assert'] : []
  if (list.length === 0) return "'assert-set' without assertions"
  const parts = list.map((one) => assertionOf(one, allowCode))
  const problems = parts.filter((part) => typeof part === 'string')
  if (problems.length > 0) return `'assert-set' with ${problems.join('; ')}`
  const threshold = typeof given['threshold'] === 'number' ? given['threshold'] : null
  const own = parts.filter((part) => typeof part !== 'string')
  return {
    ...commonOf(given),
    shown: own.map(({ shown }) => shown).join(' & '),
    check: async (state, context, vars) =>
      together(await Promise.all(own.map(async (one) => one.check(state, context, vars))), own, threshold),
  }
}

/** Several verdicts as one: the weighted mean, and whether all hold, or the mean reaches the threshold. */
export function together(
  verdicts: readonly Verdict[],
  assertions: readonly Assertion[],
  threshold: number | null,
): Verdict {
  const counted = verdicts.map((verdict, index) => ({ ...verdict, weight: assertions[index]!.weight }))
  const reason = verdicts
    .filter(({ pass }) => pass !== true)
    .map((verdict) => verdict.reason)
    .join('\n')
  const weight = counted.reduce((sum, one) => sum + one.weight, 0)
  const score = weight === 0 ? 0 : counted.reduce((sum, one) => sum + one.weight * one.score, 0) / weight
  const counting = counted.filter((one) => one.weight > 0)
  const pass = counting.some((one) => one.pass === null)
    ? null
    : threshold === null
      ? counting.every((one) => one.pass === true)
      : score >= threshold
  return { pass, score, reason: reason === '' ? 'all assertions hold' : reason }
}
