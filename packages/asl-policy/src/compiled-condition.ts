import { celLeaf, type CelLeaf, type Facts } from './cel-leaf.js'
import type { Condition } from './condition.js'
import { PolicyFault } from './policy-fault.js'
import { ternary, ternaryOf, truthOf, type Ternary, type Truth } from './truth.js'

/** What conditions are made of: one fact, or one expression over facts. */
export interface Atom {
  /** Name of the fact, or the expression. */
  readonly key: string
  /** The facts it reads. */
  readonly facts: readonly string[]
  /** The expression; `null` for a fact that is itself true or false. */
  readonly leaf: CelLeaf | null
}

/** How one condition came out. */
export interface TraceNode {
  /** What was asked: an expression, a fact, or how the conditions below it are combined. */
  readonly text: string
  /** Its value. */
  readonly value: Truth
  /** Clause of the policy it comes from. */
  readonly clause?: string | undefined
  /** Conditions below it. */
  readonly of?: readonly TraceNode[]
}

/** A condition whose atoms are numbered in a table that it shares with others. */
export type ConditionNode =
  | { readonly op: 'atom'; readonly atom: number; readonly text: string; readonly clause: string | undefined }
  | { readonly op: 'all' | 'any'; readonly text: string; readonly of: readonly ConditionNode[] }
  | { readonly op: 'atLeast'; readonly count: number; readonly text: string; readonly of: readonly ConditionNode[] }
  | { readonly op: 'not'; readonly text: string; readonly of: readonly [ConditionNode] }

/** Atoms by number, the same atom once. */
export class AtomTable {
  /** The atoms in the order in which they were met. */
  readonly atoms: Atom[] = []
  readonly #numbers = new Map<string, number>()

  /** Numbers the atoms of a condition and turns it into nodes. */
  compile(condition: Condition): ConditionNode {
    if (typeof condition === 'string') return this.#cel(condition, undefined)
    if ('cel' in condition) return this.#cel(condition.cel, condition.clause)
    if ('fact' in condition) {
      const atom = this.#number(condition.fact, () => ({ key: condition.fact, facts: [condition.fact], leaf: null }))
      return { op: 'atom', atom, text: condition.fact, clause: condition.clause }
    }
    if ('all' in condition) return { op: 'all', text: 'all of', of: this.#each(condition.all) }
    if ('any' in condition) return { op: 'any', text: 'any of', of: this.#each(condition.any) }
    if ('not' in condition) return { op: 'not', text: 'not', of: [this.compile(condition.not)] }
    if ('implies' in condition) {
      const [premise, conclusion] = condition.implies
      return { op: 'any', text: 'implies', of: [this.compile({ not: premise }), this.compile(conclusion)] }
    }
    const { atLeast, of } = condition
    return { op: 'atLeast', count: atLeast, text: `at least ${atLeast} of`, of: this.#each(of) }
  }

  /** The value of every atom over the facts of a case. */
  values(facts: Facts): Uint8Array {
    const known = knownFacts(facts)
    const { atoms } = this
    const values = new Uint8Array(atoms.length)
    for (let index = 0; index < atoms.length; index += 1) {
      const { leaf, key } = atoms[index]!
      values[index] = leaf === null ? factValue(key, known[key]) : leaf.evaluate(known)
    }
    return values
  }

  #each(conditions: readonly Condition[]): readonly ConditionNode[] {
    return conditions.map((condition) => this.compile(condition))
  }

  #cel(text: string, clause: string | undefined): ConditionNode {
    const atom = this.#number(`cel ${text}`, () => {
      const leaf = celLeaf(text)
      return { key: text, facts: leaf.facts, leaf }
    })
    return { op: 'atom', atom, text, clause }
  }

  #number(key: string, make: () => Atom): number {
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.atoms.push(make()) - 1
    this.#numbers.set(key, number)
    return number
  }
}

/** The facts that are known: `null`, absent and `'unknown'` ones left out, whatever they inherit too. */
export function knownFacts(facts: Facts): Facts {
  const known: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const key of Object.keys(facts)) {
    const value = facts[key]
    if (value !== null && value !== undefined && value !== 'unknown') known[key] = value
  }
  return known
}

/** The value of a condition whose atoms have these values. */
export function evaluateNode(node: ConditionNode, values: ArrayLike<number>): Ternary {
  switch (node.op) {
    case 'atom':
      return values[node.atom] as Ternary
    case 'not':
      return (2 - evaluateNode(node.of[0], values)) as Ternary
    case 'all': {
      let least: Ternary = 2
      for (const child of node.of) {
        const value = evaluateNode(child, values)
        if (value < least) least = value
      }
      return least
    }
    case 'any': {
      let most: Ternary = 0
      for (const child of node.of) {
        const value = evaluateNode(child, values)
        if (value > most) most = value
      }
      return most
    }
    case 'atLeast':
      return atLeast(
        node.count,
        node.of.map((child) => evaluateNode(child, values)),
      )
  }
}

/** The same with every condition below it. */
export function traceNode(node: ConditionNode, values: ArrayLike<number>): TraceNode {
  const value = truthOf(evaluateNode(node, values))
  if (node.op === 'atom') {
    return node.clause === undefined ? { text: node.text, value } : { text: node.text, value, clause: node.clause }
  }
  return { text: node.text, value, of: node.of.map((child) => traceNode(child, values)) }
}

/** Numbers of the atoms of a condition, each once. */
export function atomsOf(node: ConditionNode): readonly number[] {
  if (node.op === 'atom') return [node.atom]
  return [...new Set(node.of.flatMap(atomsOf))]
}

function atLeast(count: number, values: readonly Ternary[]): Ternary {
  let sure = 0
  let open = 0
  for (const value of values) {
    if (value === ternary.true) sure += 1
    else if (value === ternary.unknown) open += 1
  }
  return sure >= count ? ternary.true : sure + open < count ? ternary.false : ternary.unknown
}

function factValue(key: string, value: unknown): Ternary {
  const truth = ternaryOf(value)
  if (truth === undefined) throw new PolicyFault(`${key}: must be true, false or unknown, got ${JSON.stringify(value)}`)
  return truth
}
