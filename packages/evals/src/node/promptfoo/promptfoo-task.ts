import { isObject } from '../../log/migrate-log.js'
import { scorerOf } from '../../scorers/scorer-of.js'
import type { Message } from '../../task/message.js'
import { textOutput, type GenerateConfig, type Model } from '../../task/model.js'
import { unscored, type Scorer } from '../../task/scorer.js'
import type { SolveContext, TaskState } from '../../task/solver.js'
import { datasetOf, type Sample, type Task } from '../../task/task.js'
import { contentText } from '../../export/sample-rows.js'
import { together, type Assertion, type Verdict } from './assertions.js'
import type { Prompt } from './prompts.js'
import type { Suite, SuiteTest } from './parse-suite.js'
import { fillTemplate } from './template.js'

/** One prompt of a configuration as a task: each test a sample; `pass`, `score` and every metric a scorer. */
export function promptfooTask(suite: Suite, prompt: Prompt, config: GenerateConfig = {}): Task {
  const { name, prompts, tests, repeat } = suite
  const several = prompts.length > 1
  const samples = tests.map((test, index) => sampleOf(test, prompt, index))
  const metrics = [...new Set(tests.flatMap(({ assertions }) => assertions.flatMap(({ metric }) => metric ?? [])))]
  const judge = judgeOnce(tests)
  return {
    name: several ? `${name} [${prompt.label}]` : name,
    dataset: datasetOf(name, samples),
    config,
    epochs: repeat,
    scorers: [
      partScorer('pass', judge, ({ whole }) => (whole.pass === null ? null : Number(whole.pass))),
      partScorer('score', judge, ({ whole }) => (whole.pass === null ? null : whole.score)),
      ...metrics.map((metric) =>
        partScorer(metric === 'pass' || metric === 'score' ? `metric ${metric}` : metric, judge, (judged) =>
          judged.metric(metric),
        ),
      ),
    ],
    metadata: { promptfoo: { prompt: prompt.label, template: prompt.template } },
  }
}

/** A model that repeats what it is told last, as promptfoo's provider `echo`. */
export function echoModel(): Model {
  return {
    name: 'echo',
    generate: ({ messages }) => Promise.resolve(textOutput('echo', contentText(messages.at(-1)?.content ?? ''))),
  }
}

function sampleOf(
  { vars, assertions, description, metadata, prefix, suffix }: SuiteTest,
  prompt: Prompt,
  index: number,
): Sample {
  const chat = prefix + suffix === '' ? messagesIn(prompt.template) : null
  const text = `${prefix}${fillTemplate(prompt.template, vars)}${suffix}`
  return {
    id: index + 1,
    // The texts of a conversation are filled in one by one, so that no quotation mark in a variable breaks it.
    input:
      chat?.map((message) => ({ ...message, content: fillTemplate(contentText(message.content), vars) })) ??
      messagesIn(text) ??
      text,
    target: assertions.map(({ shown }) => fillTemplate(shown, vars)),
    metadata: { ...metadata, vars, ...(description === null ? {} : { description }) },
  }
}

/** A prompt that is a list of messages in JSON is a conversation. */
function messagesIn(text: string): readonly Message[] | null {
  if (!text.startsWith('[')) return null
  try {
    const list: unknown = JSON.parse(text)
    const isChat =
      Array.isArray(list) &&
      list.length > 0 &&
      list.every(
        (one) =>
          isObject(one) &&
          ['system', 'user', 'assistant'].includes(String(one['role'])) &&
          typeof one['content'] === 'string',
      )
    return isChat ? (list as readonly Message[]) : null
  } catch {
    return null
  }
}

interface Judged {
  readonly whole: Verdict
  readonly parts: readonly (Verdict & Pick<Assertion, 'type' | 'metric' | 'weight'>)[]
  metric(name: string): number | null
}

/** Judges an attempt once, whatever number of scorers ask: a judge that is a model is asked once too. */
function judgeOnce(tests: readonly SuiteTest[]): (state: TaskState, context: SolveContext) => Promise<Judged | null> {
  const known = new WeakMap<TaskState, Promise<Judged | null>>()
  const judge = async (state: TaskState, context: SolveContext): Promise<Judged | null> => {
    const test = tests[Number(state.id) - 1]
    if (test === undefined || test.assertions.length === 0) return null
    const { assertions, threshold, vars } = test
    const verdicts = await Promise.all(assertions.map(async (one) => one.check(state, context, vars)))
    const parts = verdicts.map((verdict, index) => ({
      weight: assertions[index]!.weight,
      ...verdict,
      type: assertions[index]!.type,
      metric: assertions[index]!.metric,
    }))
    return {
      whole: together(verdicts, assertions, threshold),
      parts,
      metric(name) {
        const own = parts.filter(({ metric }) => metric === name)
        return own.length === 0 || own.some(({ pass }) => pass === null) ? null : meanOf(own)
      },
    }
  }
  return (state, context) => {
    const before = known.get(state)
    if (before !== undefined) return before
    const now = judge(state, context)
    known.set(state, now)
    return now
  }
}

function partScorer(
  name: string,
  judge: ReturnType<typeof judgeOnce>,
  value: (judged: Judged) => number | null,
): Scorer {
  return scorerOf(name, async (state, context) => {
    const judged = await judge(state, context)
    if (judged === null) return unscored('the test has no assertion')
    const found = value(judged)
    const metadata = {
      assertions: judged.parts.map(({ type, pass, score, reason }) => ({ type, pass, score, reason })),
    }
    if (found === null) return unscored(judged.whole.reason, { metadata })
    return { value: found, answer: state.output.completion, explanation: judged.whole.reason, metadata }
  })
}

/** The weighted mean of scores; where none has a weight, the plain one. */
function meanOf(parts: readonly { readonly score: number; readonly weight: number }[]): number {
  const weight = parts.reduce((sum, part) => sum + part.weight, 0)
  if (weight === 0) return parts.reduce((sum, { score }) => sum + score, 0) / parts.length
  return parts.reduce((sum, part) => sum + part.weight * part.score, 0) / weight
}
