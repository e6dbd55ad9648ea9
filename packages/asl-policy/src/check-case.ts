import { isDate } from './calendar-date.js'
import type { Policy } from './policy.js'
import { opensCommitment } from './secret-line.js'
import type { Evidence, PolicyCase } from './policy-case.js'
import { dataError, type YamlDocument } from './yaml-document.js'

interface Problem {
  readonly code: string
  readonly path: readonly (string | number)[]
  readonly message: string
}

/**
 * Refuses a case that a policy cannot be held against: it names what the policy does not have, states units that are not those of the policy,
 * lies in the future of the day of decision, or contradicts itself.
 *
 * @throws DataError with every problem; there is no decision about such a case.
 */
export function checkCase(policy: Policy, subject: PolicyCase, asOf: string, lineOf?: YamlDocument['lineOf']): void {
  const problems = [
    ...references(policy, subject),
    ...future(subject, asOf),
    ...contradictions(policy, subject),
    ...commitments(policy, subject),
    ...facts(policy, subject),
  ]
  if (problems.length > 0) throw dataError(problems, subject.case, lineOf)
}

function references(policy: Policy, subject: PolicyCase): readonly Problem[] {
  const problems: Problem[] = []
  const check = (kind: string, known: readonly string[], id: string, path: Problem['path']): void => {
    if (known.includes(id)) return
    const choices = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`
    problems.push({
      code: `unknown-${kind}`,
      path,
      message: `${policy.id} ${policy.version} has no ${kind} "${id}"; ${choices}`,
    })
  }
  const standards = policy.standards.map(({ id }) => id)
  const thresholds = policy.thresholds.map(({ id }) => id)
  const lines = [...policy.lines, ...subject.lines].map(({ id }) => id)
  const claims = policy.claims.map(({ id }) => id)
  subject.evidence.forEach(({ line }, index) => {
    check('line', lines, line, ['evidence', index, 'line'])
  })
  subject.lines.forEach(({ threshold }, index) => {
    check('threshold', thresholds, threshold, ['lines', index, 'threshold'])
  })
  subject.determinations.forEach(({ threshold }, index) => {
    check('threshold', thresholds, threshold, ['determinations', index, 'threshold'])
  })
  subject.safeguards.forEach(({ standard }, index) => {
    check('standard', standards, standard, ['safeguards', index, 'standard'])
  })
  subject.claims.forEach(({ id }, index) => {
    check('claim', claims, id, ['claims', index, 'id'])
  })
  subject.assessment.prior?.standards.forEach((id, index) => {
    check('standard', standards, id, ['assessment', 'prior', 'standards', index])
  })
  subject.inherits?.standards.forEach((id, index) => {
    check('standard', standards, id, ['inherits', 'standards', index])
  })
  if (subject.inherits?.from === subject.subject.weights) {
    problems.push({
      code: 'cyclic',
      path: ['inherits', 'from'],
      message: `${subject.inherits.from} cannot be bounded by itself`,
    })
  }
  return problems
}

function future(subject: PolicyCase, asOf: string): readonly Problem[] {
  const problems: Problem[] = []
  const check = (date: string | null | undefined, path: Problem['path']): void => {
    if (date !== null && date !== undefined && date > asOf) {
      problems.push({ code: 'future', path, message: `${date} lies after the day of decision, ${asOf}` })
    }
  }
  subject.evidence.forEach(({ measuredOn }, index) => {
    check(measuredOn, ['evidence', index, 'measuredOn'])
  })
  subject.determinations.forEach(({ on }, index) => {
    check(on, ['determinations', index, 'on'])
  })
  subject.safeguards.forEach(({ approvedOn }, index) => {
    check(approvedOn, ['safeguards', index, 'approvedOn'])
  })
  subject.duties.forEach(({ done }, index) => {
    check(done, ['duties', index, 'done'])
  })
  check(subject.assessment.lastOn, ['assessment', 'lastOn'])
  check(subject.inherits?.comparedOn, ['inherits', 'comparedOn'])
  return problems
}

function contradictions(policy: Policy, subject: PolicyCase): readonly Problem[] {
  const problems: Problem[] = []
  const contradiction = (path: Problem['path'], message: string): void => {
    problems.push({ code: 'contradiction', path, message })
  }
  const runs = new Map<string, Evidence>()
  subject.evidence.forEach((entry, index) => {
    const { line, value, interval, of, unit, run = '', source = '' } = entry
    const path = ['evidence', index]
    const declared = [...policy.lines, ...subject.lines].find(({ id }) => id === line)
    if (unit !== undefined && unit !== declared?.unit) {
      const expected = declared?.unit === undefined ? 'which has no unit' : `which is in ${declared.unit}`
      problems.push({
        code: 'unit',
        path: [...path, 'unit'],
        message: `${unit} is not the unit of ${line}, ${expected}`,
      })
    }
    if (declared?.unit === 'share' && value !== null && (value < 0 || value / (of ?? 1) > 1)) {
      problems.push({ code: 'unit', path: [...path, 'value'], message: `${value} is no share between 0 and 1` })
    }
    if (interval !== undefined && interval[0] > interval[1]) {
      contradiction([...path, 'interval'], 'the lower end lies above the upper end')
    } else if (interval !== undefined && value !== null && (value < interval[0] || value > interval[1])) {
      contradiction([...path, 'interval'], `the interval does not hold the value ${value}`)
    }
    const key = JSON.stringify([line, run, source])
    const before = runs.get(key)
    if (before !== undefined && before.value !== value) {
      contradiction(path, `the same run of ${line} is said to have given ${before.value} and ${value}`)
    }
    runs.set(key, entry)
  })
  twice(subject.determinations, 'determinations', ({ threshold }) => threshold, contradiction)
  twice(subject.safeguards, 'safeguards', ({ standard }) => standard, contradiction)
  twice(subject.claims, 'claims', ({ id }) => id, contradiction)
  const kept = subject.assessment.prior !== undefined || subject.inherits !== undefined
  if (kept && subject.determinations.length > 0) {
    contradiction(
      ['determinations'],
      'standards are kept without an assessment (assessment.prior or inherits), and determinations of an assessment are recorded: state one of them',
    )
  }
  const verdicts = new Map(subject.determinations.map(({ threshold, verdict }) => [threshold, verdict]))
  for (const { id, above } of policy.thresholds) {
    const lower = above === undefined ? undefined : verdicts.get(above)
    if (lower === 'ruled-out' && verdicts.has(id) && verdicts.get(id) !== 'ruled-out') {
      contradiction(['determinations'], `${above} is ruled out, so ${id}, which lies above it, cannot be open`)
    }
  }
  subject.safeguards.forEach(({ standard, status, criteria }, index) => {
    const failed = Object.entries(criteria).filter(([, value]) => value === false)
    if (status === 'met' && failed.length > 0) {
      contradiction(
        ['safeguards', index],
        `${standard} is said to be met, but not its ${failed.map(([id]) => id).join(', ')}`,
      )
    }
    const kept = [...(subject.assessment.prior?.standards ?? []), ...(subject.inherits?.standards ?? [])]
    if (status === 'not-met' && kept.includes(standard)) {
      contradiction(['safeguards', index], `${standard} is said to be kept and not to be met`)
    }
  })
  return problems
}

/** A secret line may be shown only as what was committed to. */
function commitments(policy: Policy, subject: PolicyCase): readonly Problem[] {
  return subject.reveals.flatMap(({ line: id, value, nonce }, index): readonly Problem[] => {
    const path = ['reveals', index]
    const commitment = [...policy.lines, ...subject.lines].find((line) => line.id === id)?.commitment
    if (commitment === undefined) return [{ code: 'no-commitment', path, message: `${id} was never committed to` }]
    return opensCommitment(commitment, { id, line: value, nonce })
      ? []
      : [{ code: 'commitment', path, message: `this is not the line that ${id} was committed to` }]
  })
}

function twice<T>(
  list: readonly T[],
  part: string,
  idOf: (item: T) => string,
  contradiction: (path: Problem['path'], message: string) => void,
): void {
  const seen = new Set<string>()
  list.forEach((item, index) => {
    const id = idOf(item)
    if (seen.has(id)) contradiction([part, index], `${id} is stated twice`)
    seen.add(id)
  })
}

function facts(policy: Policy, subject: PolicyCase): readonly Problem[] {
  return Object.entries(subject.facts).flatMap(([name, value]): readonly Problem[] => {
    const declared = policy.facts[name]
    const path = ['facts', name]
    if (declared === undefined) {
      const known = Object.keys(policy.facts)
      const choices = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`
      return [
        { code: 'unknown-fact', path, message: `${policy.id} ${policy.version} has no fact "${name}"; ${choices}` },
      ]
    }
    const message = factProblem(declared, value)
    return message === null ? [] : [{ code: 'fact', path, message }]
  })
}

function factProblem({ type, unit, values, min, max }: Policy['facts'][string], value: unknown): string | null {
  if (value === null || value === 'unknown') return null
  if (type === 'truth') return typeof value === 'boolean' ? null : `must be true, false or unknown`
  if (type === 'date') return typeof value === 'string' && isDate(value) ? null : 'must be a day, YYYY-MM-DD'
  if (type === 'text') {
    if (typeof value !== 'string') return 'must be a text'
    return values === undefined || values.includes(value) ? null : `must be one of ${values.join(', ')}, got ${value}`
  }
  const hint = unit === undefined ? 'a number' : `a number (${unit})`
  if (typeof value !== 'number' || !Number.isFinite(value)) return `must be ${hint}`
  if (min !== undefined && value < min) return `must be ${hint} of at least ${min}, got ${value}`
  return max !== undefined && value > max ? `must be ${hint} of at most ${max}, got ${value}` : null
}
