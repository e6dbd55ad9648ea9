import { expressionText, parseArithmetic, TokenReader } from './internal/expression.js'
import type { Expression } from './internal/expression.js'
import { formulaTokens } from './internal/formula-tokens.js'
import { parseSum } from './internal/term-algebra.js'
import type { FormulaParts, TermSet } from './internal/term-algebra.js'

/** The right-hand side of a model without its random part: an intercept or none, and terms in order of their degree. */
export interface Terms {
  /** Whether a column of ones belongs to it. */
  readonly intercept: boolean
  /** Each term is the list of its variables: one for a main effect, several for an interaction. */
  readonly terms: readonly (readonly string[])[]
}

/** One random-effects term, such as `(1 + Days | Subject)`. */
export interface RandomTerm extends Terms {
  /** The columns whose combined levels are the groups: `['a', 'b']` for `a:b`. */
  readonly group: readonly string[]
}

/** A parsed model formula. Make one with {@link parseFormula}. */
export interface Formula {
  /** The formula in canonical spelling. */
  readonly text: string
  /** The response: a column, an expression such as `log(y)`, `cbind(yes, no)`, or `censored(lower, upper)`. */
  readonly response: Expression
  /** The fixed effects. */
  readonly fixed: Terms
  /** Known additions to the linear predictor. */
  readonly offsets: readonly Expression[]
  /** The random effects, with `||` and nesting already written out as separate terms. */
  readonly random: readonly RandomTerm[]
  /** What each variable label stands for. */
  readonly variables: Readonly<Record<string, Expression>>
}

/**
 * Parses a mixed-model formula in the notation of lme4 (Bates et al. 2015, section 2): `+`, `-`, `:`, `*`, `/`, `^`, `0` and
 * `1`, `(terms | group)`, `(terms || group)` for uncorrelated terms, nested groups `a/b`, `offset(x)`, arithmetic and comparisons in `I(...)`,
 * `log`, `log1p`, `log2`, `log10`, `exp`, `sqrt`, `abs`, `sin`, `cos`, `qlogis`, `plogis`, `scale`, `poly(x, 2)`, and `factor(x, levels = c("low", "high"))`
 * or `relevel(x, ref = "low")` for the order of levels. Names that are not plain stand in backticks.
 *
 * As in lme4, `||` separates *terms*: the dummies of one factor stay correlated with each other.
 *
 * @param text - The formula, e.g. `'Reaction ~ Days + (Days | Subject)'`.
 * @throws RangeError naming the position of what cannot be understood.
 * @example
 * ```ts
 * import { parseFormula } from '@safety-portfolio/mixed-models'
 *
 * parseFormula('y ~ x + (1 + x || g)').text // => 'y ~ 1 + x + (1 | g) + (0 + x | g)'
 * parseFormula('y ~ x + (1 | g').text // throws RangeError
 * ```
 */
export function parseFormula(text: string): Formula {
  const reader = new TokenReader(formulaTokens(text), text)
  const response = parseArithmetic(reader)
  reader.expect('~')
  const parts: FormulaParts = { variables: new Map(), offsets: [], random: [] }
  const set = parseSum(reader, parts)
  if (reader.next.kind !== 'end') reader.fail('expected an operator')
  const order = [...parts.variables.keys()]
  const fixed = toTerms(set, order)
  const random = parts.random.flatMap(({ terms, group, correlated }) => {
    const inner = toTerms(terms, order)
    const groups = byDegree(group.terms)
    if (groups.length === 0 || groups.some((names) => names.length === 0)) {
      throw new RangeError(`parseFormula: a random term needs a grouping column in ${JSON.stringify(text)}`)
    }
    return groups.flatMap((names) => (correlated ? [{ ...inner, group: names }] : separated(inner, names)))
  })
  const formula = { response, fixed, offsets: parts.offsets, random, variables: Object.fromEntries(parts.variables) }
  return { text: formulaText(formula), ...formula }
}

/** The variables of an interaction stand in the order in which the formula first names them, as in R. */
function toTerms(set: TermSet, order: readonly string[]): Terms {
  const sorted = set.terms.map((term) => term.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)))
  return {
    intercept: !set.removed.some((term) => term.length === 0),
    terms: byDegree(sorted.filter((term) => term.length > 0)),
  }
}

const byDegree = (terms: readonly string[][]): string[][] => terms.toSorted((a, b) => a.length - b.length)

function separated(inner: Terms, group: readonly string[]): RandomTerm[] {
  const intercept: RandomTerm[] = inner.intercept ? [{ intercept: true, terms: [], group }] : []
  return [...intercept, ...inner.terms.map((term) => ({ intercept: false, terms: [term], group }))]
}

/** The terms as text: `1 + x + x:z`, or `0 + x`. */
function termsText(terms: Terms): string {
  return [terms.intercept ? '1' : '0', ...terms.terms.map((term) => term.join(':'))].join(' + ')
}

/** A random term as text: `(1 + x | g)`. */
function randomTermText(term: RandomTerm): string {
  return `(${termsText(term)} | ${term.group.join(':')})`
}

function formulaText(formula: Omit<Formula, 'text'>): string {
  const offsets = formula.offsets.map((offset) => `offset(${expressionText(offset)})`)
  const right = [termsText(formula.fixed), ...offsets, ...formula.random.map(randomTermText)]
  return `${expressionText(formula.response)} ~ ${right.join(' + ')}`
}
