import type { Formula } from '../formula.js'

/** What a grouping is called in results: a column by its own name, several as the formula writes them, as lme4 does. */
export function groupName({ variables }: Pick<Formula, 'variables'>, group: readonly string[]): string {
  const expression = group.length === 1 ? variables[group[0]!] : undefined
  return expression?.kind === 'name' ? expression.name : group.join(':')
}

/** The columns of a grouping. */
export function groupColumns({ variables }: Pick<Formula, 'variables'>, group: readonly string[]): readonly string[] {
  return group.map((label) => {
    const expression = variables[label]
    const inner = expression?.kind === 'call' ? expression.operands[0] : expression
    return inner?.kind === 'name' ? inner.name : label
  })
}
