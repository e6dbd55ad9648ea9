import type { TraceNode } from '../compiled-condition.js'
import type { Decision } from '../decide.js'

/** A node of an argument in Goal Structuring Notation. */
export interface GsnNode {
  readonly id: string
  readonly kind: 'goal' | 'strategy' | 'solution' | 'context' | 'assumption'
  readonly text: string
  readonly supportedBy: readonly string[]
  readonly inContextOf: readonly string[]
  /** A goal that nothing supports yet: what is unknown or not met. */
  readonly undeveloped: boolean
}

/** The argument of a decision: the claim that the activity may go on, supported rule by rule; what is unknown is an undeveloped goal. */
export function decisionGsn(decision: Decision): readonly GsnNode[] {
  const nodes: GsnNode[] = []
  const add = (kind: GsnNode['kind'], text: string, more: Partial<GsnNode> = {}): string => {
    const prefix = { goal: 'G', strategy: 'S', solution: 'Sn', context: 'C', assumption: 'A' }[kind]
    const id = `${prefix}${nodes.filter((node) => node.kind === kind).length + 1}`
    nodes.push({ id, kind, text, supportedBy: [], inContextOf: [], undeveloped: false, ...more })
    return id
  }
  const context = add('context', `${decision.policy.title}, decided on ${decision.asOf}`)
  const goals = decision.trace.map(({ rule, clause, value, require, when }) => {
    if (value === 'true') {
      const evidence = when?.value === 'false' ? `does not apply: ${textOf(when)}` : textOf(require)
      const solution = add('solution', `${evidence} (clause ${clause})`)
      return add('goal', `${rule} is kept`, { supportedBy: [solution] })
    }
    return add('goal', `${rule} is kept (${value === 'false' ? 'it is not' : 'not known'}; clause ${clause})`, {
      undeveloped: true,
    })
  })
  const strategy = add('strategy', 'Argument over every rule of the policy for this activity', { supportedBy: goals })
  const assumptions = decision.assumptions.map((text) => add('assumption', text))
  const { subject } = decision
  const top = add('goal', `${subject.activity} of ${subject.weights} (${subject.configuration}) keeps the policy`, {
    supportedBy: [strategy],
    inContextOf: [context, ...assumptions],
  })
  const order = [top, strategy]
  return [...nodes].toSorted((a, b) => rank(order, a.id) - rank(order, b.id))
}

/** The argument as YAML that gsn2x reads. */
export function gsnYaml(nodes: readonly GsnNode[]): string {
  return nodes
    .map(({ id, text, supportedBy, inContextOf, undeveloped }) =>
      [
        `${id}:`,
        `  text: ${JSON.stringify(text)}`,
        ...(supportedBy.length === 0 ? [] : [`  supportedBy: [${supportedBy.join(', ')}]`]),
        ...(inContextOf.length === 0 ? [] : [`  inContextOf: [${inContextOf.join(', ')}]`]),
        ...(undeveloped ? ['  undeveloped: true'] : []),
      ].join('\n'),
    )
    .join('\n\n')
    .concat('\n')
}

/** The argument as a Mermaid flowchart. */
export function gsnMermaid(nodes: readonly GsnNode[]): string {
  const shape = ({ kind, id, text, undeveloped }: GsnNode): string => {
    const label = `"${id}: ${text.replaceAll('"', '#quot;').replaceAll('<', '#lt;')}${undeveloped ? ' ◇' : ''}"`
    if (kind === 'solution') return `${id}((${label}))`
    if (kind === 'strategy') return `${id}[/${label}/]`
    return kind === 'goal' ? `${id}[${label}]` : `${id}(${label})`
  }
  return [
    'flowchart TD',
    ...nodes.map((node) => `  ${shape(node)}`),
    ...nodes.flatMap(({ id, supportedBy }) => supportedBy.map((child) => `  ${id} --> ${child}`)),
    ...nodes.flatMap(({ id, inContextOf }) => inContextOf.map((child) => `  ${id} -.-> ${child}`)),
    '',
  ].join('\n')
}

function rank(order: readonly string[], id: string): number {
  const index = order.indexOf(id)
  return index === -1 ? order.length : index
}

function textOf({ text, of = [], value }: TraceNode): string {
  return of.length === 0 ? `${text} is ${value}` : `${text} (${of.map(textOf).join('; ')})`
}
