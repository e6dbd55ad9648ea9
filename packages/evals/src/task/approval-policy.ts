import { isObject } from '../log/migrate-log.js'
import { autoApprover, denyApprover, type ApprovalPolicy, type ApprovalRule, type Approver } from './approval.js'

/**
 * Reads a policy from a parsed document: one word, `auto`, `human` or `deny`, for all tools, or Inspect's form, `approvers` with `name`, `tools` and, for `auto`, a `decision`.
 *
 * @param value - The document.
 * @param human - Who asks a person. Default: nobody does, and `human` cannot be named.
 * @throws RangeError that names everything that is missing or unknown.
 *
 * @example
 * ```ts
 * import { parseApprovalPolicy } from '@safety-portfolio/evals'
 *
 * const policy = parseApprovalPolicy({ approvers: [{ name: 'auto', tools: 'read_*' }, { name: 'deny', tools: '*' }] })
 * policy.map(({ approver }) => approver.name) // => ['auto', 'deny']
 * ```
 */
export function parseApprovalPolicy(value: unknown, human: Approver | null = null): ApprovalPolicy {
  if (typeof value === 'string') return parseApprovalPolicy({ approvers: [{ name: value, tools: '*' }] }, human)
  const problems: string[] = []
  const list = isObject(value) ? value['approvers'] : undefined
  if (!Array.isArray(list) || list.length === 0)
    throw new RangeError('parseApprovalPolicy: a map with a list `approvers` is needed, or one of auto, human, deny')
  const policy = list.flatMap((one: unknown, index): readonly ApprovalRule[] => {
    const fail = (what: string): readonly never[] => {
      problems.push(`approver ${index + 1}: ${what}`)
      return []
    }
    if (!isObject(one)) return fail('it is no map')
    const { name, tools, decision, params, ...rest } = one
    const unknown = Object.keys(rest)
    if (unknown.length > 0) return fail(`unknown: ${unknown.join(', ')}`)
    const patterns = patternsIn(tools)
    if (patterns === null) return fail('tools must be a pattern or a list of patterns, such as "bash" or "read_*"')
    // A pattern that could match nothing would leave what it was to forbid to the rules behind it.
    const call = patterns.find((pattern) => /[()]/.test(pattern))
    if (call !== undefined) return fail(`'${call}': arguments cannot be matched, only names of tools`)
    const given = decision ?? (isObject(params) ? params['decision'] : undefined)
    const approver = approverOf(name, given, human)
    return typeof approver === 'string' ? fail(approver) : [{ tools: patterns, approver }]
  })
  if (problems.length > 0) throw new RangeError(`parseApprovalPolicy: ${problems.join('; ')}`)
  return policy
}

function patternsIn(tools: unknown): readonly string[] | null {
  const list: unknown = typeof tools === 'string' ? tools.split(',') : tools
  if (!Array.isArray(list) || list.length === 0) return null
  const patterns = list.map((one: unknown) => (typeof one === 'string' ? one.trim() : ''))
  return patterns.includes('') ? null : patterns
}

function approverOf(name: unknown, decision: unknown, human: Approver | null): Approver | string {
  if (name === 'deny') return decision === undefined ? denyApprover() : 'deny takes no decision'
  if (name === 'human')
    return decision !== undefined ? 'human takes no decision' : (human ?? 'there is nobody here to ask')
  if (name !== 'auto') return `there is no approver '${String(name)}'; there are auto, human, deny`
  if (decision === undefined) return autoApprover()
  const known = ['approve', 'reject', 'escalate', 'terminate'] as const
  const found = known.find((one) => one === decision)
  return found === undefined
    ? `the decision ${JSON.stringify(decision)} is none of ${known.join(', ')}`
    : autoApprover(found)
}
