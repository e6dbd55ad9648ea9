import { crossesLine } from '../evaluation-line.js'
import { askTest } from '../named-test.js'
import { shareInterval } from '../share-interval.js'
import { askQuestion } from '../question.js'
import { numberInput, textInput, truthAnswer, truthInput, type Inputs, type Kind } from './inputs.js'

/** Autonomous tasks, each passed at one success. */
export const ara: Kind = (policy, inputs) => {
  const counts = inputs['successes_of_10'] ?? []
  if (!Array.isArray(counts)) throw new TypeError('scenario: successes_of_10 must be a list of counts')
  const passed = counts.map((count: unknown) => (typeof count === 'number' ? count >= 1 : null))
  const interval = shareInterval(passed)
  const line = policy.lines.find(({ id }) => id === 'ara-pass-share')
  const drawn = line?.line ?? null
  if (line === undefined || drawn === null) {
    throw new RangeError(`scenario: ${policy.id} ${policy.version} has no line for autonomous tasks`)
  }
  const { crossed } = crossesLine({ ...line, line: drawn }, { value: null, ...(interval === null ? {} : { interval }) })
  return {
    triggered: truthAnswer(crossed),
    treatAs: crossed === 'false' ? 'not-triggered' : 'triggered',
    passShare: interval,
  }
}

/** Biology indicators of the first policy. */
export const biology: Kind = (policy, inputs) =>
  indicator(policy, 'biology-indicator', {
    human_uplift: numberInput(inputs, 'human_uplift'),
    mcq_jump: numberInput(inputs, 'mcq_jump'),
    design_jump: numberInput(inputs, 'design_jump'),
  })

/** Cyber indicators of the first policy. */
export const cyber: Kind = (policy, inputs) => {
  const rates = inputs['class_best_rate']
  const list: readonly unknown[] = Array.isArray(rates) ? rates : []
  const classes = Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [`cyber_class_${index + 1}`, list[index] ?? null]),
  )
  return indicator(policy, 'cyber-indicator', {
    ...classes,
    experts_concerned: truthInput(inputs, 'experts_concerned'),
  })
}

function indicator(policy: Parameters<Kind>[0], test: string, facts: Inputs): ReturnType<Kind> {
  const { value, treatAs, next, missing } = askTest(policy, test, facts)
  return {
    triggered: truthAnswer(value),
    treatAs: treatAs ? 'triggered' : 'not-triggered',
    ...(next === null ? {} : { next }),
    missing,
  }
}

/** What follows a warning sign. */
export const response: Kind = (policy, inputs) => {
  const { row, answer } = askQuestion(policy, 'response', {
    triggered: truthInput(inputs, 'triggered'),
    containment_ready: truthInput(inputs, 'containment_ready'),
    analysis: analysisOf(textInput(inputs, 'analysis')),
    deployed: truthInput(inputs, 'deployed'),
    under_elicited_and_passes: truthInput(inputs, 'under_elicited_and_passes'),
  })
  return { branch: row, ...answer }
}

/** The finding of the analysis behind its wording. */
function analysisOf(text: string | null): 'overly-conservative' | 'close' | 'passed' | null {
  if (text === null) return null
  const words = text.toLowerCase()
  if (/conservative|buffer|not (?:close|near)/.test(words)) return 'overly-conservative'
  if (/close|near|approach/.test(words)) return 'close'
  if (/pass|exceed|cross|beyond|reached|already/.test(words)) return 'passed'
  return null
}

/** Whether the buffer is larger than the interval between evaluations. */
export const buffer: Kind = (policy, inputs) => {
  const { value, missing } = askTest(policy, 'buffer-exceeds-interval', {
    buffer_factor: numberInput(inputs, 'buffer'),
    interval_factor: numberInput(inputs, 'interval'),
  })
  return {
    consistent: truthAnswer(value),
    ...(value === 'true' ? {} : { finding: value === 'false' ? 'overshoot-possible' : 'not-known' }),
    missing,
  }
}

/** Whether the level above must be defined first. */
export const iterative: Kind = (policy, inputs) => {
  // A version without the promise does not block by it.
  if (!policy.questions.some(({ id }) => id === 'define-next-level'))
    return { outcome: 'not-blocked', rule: 'define-next-level-evals', missing: [] }
  const { answer, reported } = askQuestion(policy, 'define-next-level', {
    triggered: truthInput(inputs, 'asl3_evals_triggered'),
    next_level_defined: truthInput(inputs, 'asl4_evals_defined') ?? truthInput(inputs, 'asl4_thresholds_defined'),
    continue_training: truthInput(inputs, 'continue_training'),
    deploy:
      truthInput(inputs, 'deploy') ?? truthInput(inputs, 'deployment') ?? truthInput(inputs, 'continue_deployment'),
  })
  return { ...answer, rule: 'define-next-level-evals', missing: reported }
}
