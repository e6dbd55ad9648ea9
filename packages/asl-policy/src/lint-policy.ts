import { parse, type ASTNode } from '@marcbachmann/cel-js'
import type { Finding } from './decision-warnings.js'
import type { Policy } from './policy.js'
import { conditionsOf, leavesOf } from './policy-references.js'

/**
 * Constructs in expressions that can turn unknown into false or true: `has(...)`, a conditional (`? :`), `!`, and optional access. Each has a
 * form under Kleene logic that keeps the unknown: a condition `not`, an `any`, or a fact of its own.
 *
 * @example
 * ```ts
 * import { lintPolicy, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * lintPolicy(shippedPolicy('rsp', '2.2')) // => []
 * ```
 */
export function lintPolicy(policy: Policy): readonly Finding[] {
  return conditionsOf(policy).flatMap(({ condition, path }) =>
    leavesOf(condition).flatMap((leaf) =>
      'cel' in leaf
        ? lintExpression(leaf.cel).map((message) => ({
            code: 'launders-unknown',
            message: `${path.join('.')}: ${message}`,
          }))
        : [],
    ),
  )
}

/** What is wrong with one expression. */
function lintExpression(text: string): readonly string[] {
  const findings = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item)
      return
    }
    if (typeof node !== 'object' || node === null || !('op' in node)) return
    const { op, args } = node as ASTNode
    if (op === '?:')
      findings.add(`"${text}" chooses by ? :, and what it does not choose is never looked at; write any or all`)
    if (op === '!_')
      findings.add(`"${text}" negates inside the expression; write not around it, so that the trace shows it`)
    if (op === '.?' || op === '[?]') findings.add(`"${text}" reads what may be absent as if it were there`)
    if (op === 'call' && args[0] === 'has') findings.add(`"${text}" asks has(...), which turns unknown into false`)
    visit(args)
  }
  visit(parse(text).ast)
  return [...findings]
}
