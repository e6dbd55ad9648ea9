import { EvaluationError, parse, type ASTNode } from '@marcbachmann/cel-js'
import { PolicyFault } from './policy-fault.js'
import { ternary, type Ternary } from './truth.js'

/** Facts of one case by name. A fact that is absent or `null` is unknown. */
export type Facts = Readonly<Record<string, unknown>>

/** An expression in CEL, parsed once. */
export interface CelLeaf {
  /** The expression. */
  readonly text: string
  /** Names of the facts it reads, in order of first mention. */
  readonly facts: readonly string[]
  /** Value over known facts (absent where unknown); a value that is missing makes it unknown. */
  evaluate(known: Facts): Ternary
  /** Any value it computes, `null` where a fact is missing. */
  compute(known: Facts): unknown
}

/**
 * Parses an expression of the Common Expression Language. While a fact it needs is missing its value is unknown; `&&`, `||`, `all` and
 * `exists` absorb what does not matter, as in strong Kleene logic. Any other fault of evaluation is a fault of the policy.
 *
 * @throws PolicyFault where the text is no CEL, or where a fact has a type that the expression cannot use.
 *
 * @example
 * ```ts
 * import { celLeaf } from '@safety-portfolio/asl-policy'
 *
 * const leaf = celLeaf('score < 0.5')
 * leaf.facts // => ['score']
 * leaf.evaluate({}) // => 1
 * leaf.evaluate({ score: 0.4 }) // => 2
 * ```
 */
export function celLeaf(text: string): CelLeaf {
  const program = parsed(text)
  const { facts, absorbs } = mentions(program.ast)
  const run = (known: Facts): unknown => {
    if (!absorbs && facts.some((fact) => known[fact] === undefined)) return undefined
    try {
      return program(known) as unknown
    } catch (error) {
      if (error instanceof EvaluationError && missing.has(error.code)) return undefined
      throw new PolicyFault(`${text}: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}`)
    }
  }
  return {
    text,
    facts,
    evaluate(known) {
      const value = run(known)
      if (value === undefined) return ternary.unknown
      if (typeof value === 'boolean') return value ? ternary.true : ternary.false
      throw new PolicyFault(`${text}: a condition must be true or false, got ${typeof value}`)
    },
    compute(known) {
      const value = run(known)
      return value === undefined ? null : typeof value === 'bigint' ? Number(value) : value
    },
  }
}

const missing: ReadonlySet<string> = new Set(['unknown_variable', 'no_such_key'])

function parsed(text: string): ReturnType<typeof parse> {
  try {
    return parse(text)
  } catch (error) {
    throw new PolicyFault(`${text}: not an expression: ${error instanceof Error ? error.message.split('\n')[0]! : ''}`)
  }
}

/** The facts that an expression reads, and whether it could be known although one of them is not. */
function mentions(ast: ASTNode): { readonly facts: readonly string[]; readonly absorbs: boolean } {
  const facts = new Set<string>()
  let absorbs = false
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item)
      return
    }
    if (typeof node !== 'object' || node === null || !('op' in node)) return
    const { op, args } = node as ASTNode
    if (op === 'id') facts.add(args)
    if (op === '&&' || op === '||' || op === '?:' || op === 'call' || op === 'rcall' || op === '[]' || op === '.')
      absorbs = true
    visit(args)
  }
  visit(ast)
  return { facts: [...facts], absorbs }
}
