import { assessmentDue } from '../assessment-trigger.js'
import { addDuration, daysBetween } from '../calendar-date.js'
import { dueStatus, findClock, reportStatus } from '../clock.js'
import type { Clock, Policy } from '../policy.js'
import { reportCoverage } from '../report-coverage.js'
import { numberInput, textInput, textsInput, truthAnswer, truthInput, type Inputs, type Kind } from './inputs.js'

/** Whether a full assessment is owed. */
export const trigger: Kind = ({ assessment, id, version }, inputs) => {
  if (assessment === undefined) throw new RangeError(`scenario: ${id} ${version} has no assessment trigger`)
  const { due, treatAs, reasons, deadline, action } = assessmentDue(assessment, {
    computeMultiple: numberInput(inputs, 'compute_multiple'),
    lastOn: textInput(inputs, 'last_eval'),
    today: required(inputs, 'today'),
    discretion: truthInput(inputs, 'rso_discretion') === true,
  })
  return { due: truthAnswer(due), treatAs, reasons, deadline, action }
}

/** Whether a recurring duty is late. */
export const due: Kind = (policy, inputs) => {
  const clock = findClock(policy, required(inputs, 'event'))
  const window = textsInput(inputs, 'window')
  const every = textInput(inputs, 'every') ?? window?.at(-1) ?? clock?.every ?? clock?.within
  if (every === undefined) throw new RangeError(`scenario: ${policy.id} ${policy.version} has no clock for this event`)
  const { status, windowStart, deadline } = dueStatus({
    on: required(inputs, 'on'),
    every,
    earliest: window === null ? (textInput(inputs, 'every') === null ? clock?.earliest : undefined) : window[0],
    done: textInput(inputs, 'published') ?? textInput(inputs, 'renewed') ?? textInput(inputs, 'done'),
    today:
      textInput(inputs, 'today') ??
      textInput(inputs, 'published') ??
      textInput(inputs, 'renewed') ??
      required(inputs, 'today'),
  })
  return { status, windowStart, deadline }
}

/** Whether a decision came within about a month, which is guidance. */
export const month: Kind = ({ assessment, id, version }, inputs) => {
  if (assessment?.decideWithin === undefined)
    throw new RangeError(`scenario: ${id} ${version} says nothing about a month`)
  const from = required(inputs, 'trigger')
  const to = textInput(inputs, 'decision') ?? required(inputs, 'today')
  const late = to > addDuration(from, assessment.decideWithin)
  return { severity: late ? 'warning' : 'none', hard: false, elapsedDays: daysBetween(from, to) }
}

/** Whether a Risk Report covers models up to a day that is late enough. */
export const coverage: Kind = (policy, inputs) => {
  const { rule, status, gapDays, limitDays, missing } = reportCoverage(policy, {
    coverage: textInput(inputs, 'coverage'),
    published: textInput(inputs, 'published'),
    modelLeftOut: leftOut(inputs),
  })
  return { rule, status, gapDays, limitDays, missing }
}

function leftOut(inputs: Inputs): 'true' | 'false' | 'unknown' {
  const key = Object.keys(inputs).find((name) =>
    /models?_.*between|left_out|omitted|uncovered/.test(name.replaceAll(/[\s-]/g, '_')),
  )
  const value = key === undefined ? null : inputs[key]
  if (Array.isArray(value)) return value.length > 0 ? 'true' : 'false'
  if (typeof value === 'number') return value > 0 ? 'true' : 'false'
  return typeof value === 'boolean' ? (value ? 'true' : 'false') : 'unknown'
}

/** Whether an analysis of an internal model came in time after it was determined to be in scope. */
export const offCycle: Kind = (policy, inputs) => {
  const clock = namedClock(policy, 'off-cycle analysis')
  const limitDays = Number(/^P(\d+)D$/.exec(clock.within ?? '')?.[1])
  const from = textInput(inputs, 'internal_determination')
  const published = textInput(inputs, 'published')
  const end = published ?? textInput(inputs, 'today')
  const missing = [...(from === null ? ['internal_determination'] : []), ...(published === null ? ['published'] : [])]
  if (from === null || end === null) return { status: 'unknown', gapDays: null, limitDays, missing }
  const gapDays = daysBetween(from, end)
  if (gapDays > limitDays) return { status: 'violation', gapDays, limitDays, missing: [] }
  // Not published, and there is still time.
  return { status: published === null ? 'unknown' : 'ok', gapDays, limitDays, missing }
}

/** Whether a report of an incident is in time. */
export const reporting: Kind = (policy, inputs, { asked }) => {
  const imminent = truthInput(inputs, 'imminent') === true
  const event = textInput(inputs, 'event') ?? (imminent ? 'imminent risk' : defaultEvent(policy, asked))
  const clock = namedClock(policy, event)
  const report = reportKeys.find((key) => inputs[key] !== undefined)
  const { status, limit, elapsed, to } = reportStatus(clock, {
    from: startOf(inputs),
    reported: report === undefined ? null : textInput(inputs, report),
    now: textInput(inputs, 'now') ?? textInput(inputs, 'today'),
  })
  return { status, limit, elapsed, to }
}

const reportKeys = ['reported', 'published', 'notified', 'submitted', 'sent', 'given', 'done']

/** What started the clock (`discovered`, `aware`, `resolved`, ...): the one time that is neither the report nor now. */
function startOf(inputs: Inputs): string | null {
  const others = new Set(['event', 'now', 'today', ...reportKeys])
  const times = Object.keys(inputs).filter((key) => !others.has(key) && /^\d{4}-\d\d-\d\d/.test(String(inputs[key])))
  if (times.length > 1) throw new TypeError(`scenario: ${times.join(' and ')} could both start the clock`)
  return times.length === 0 ? null : textInput(inputs, times[0]!)
}

/** The clock that runs when no event is named: the only one of the clause that the policy is asked by, else the first. */
function defaultEvent({ clocks, id, version }: Policy, asked: string): string {
  const section = asked.trim().split(/\s+/).at(-1)!
  const named = clocks.filter(({ clause }) => clause.split(/\s+/).includes(section))
  const [first] = named.length > 0 ? named : clocks
  if (first === undefined) throw new RangeError(`scenario: ${id} ${version} has no clock`)
  if (named.length > 1)
    throw new TypeError(`scenario: event is required, ${asked} has ${named.map((c) => c.id).join(', ')}`)
  return first.id
}

function namedClock(policy: Policy, event: string): Clock {
  const clock = findClock(policy, event)
  if (clock !== undefined) return clock
  const known = policy.clocks.map(({ id }) => id).join(', ')
  throw new RangeError(
    `scenario: ${policy.id} ${policy.version} has no clock for "${event}" (${known || 'it has none'})`,
  )
}

function required(inputs: Inputs, key: string): string {
  const value = textInput(inputs, key)
  if (value === null) throw new TypeError(`scenario: ${key} is required`)
  return value
}
