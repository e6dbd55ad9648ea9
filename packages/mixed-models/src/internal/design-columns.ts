import type { Terms } from '../formula.js'
import type { Variable } from './columns.js'

/** Columns of a model matrix with their names and the term each belongs to (-1 = intercept). */
export interface DesignColumns {
  readonly names: readonly string[]
  readonly columns: readonly Float64Array[]
  readonly term: readonly number[]
}

/**
 * Model-matrix columns in R's coding: a factor gets treatment contrasts (its first level is the baseline) where the term
 * without it is also in the model, otherwise one dummy for each level.
 */
export function designColumns(
  terms: Terms,
  variables: Readonly<Record<string, Variable>>,
  rowCount: number,
  limit: number = columnLimit,
): DesignColumns {
  const names: string[] = []
  const columns: Float64Array[] = []
  const term: number[] = []
  // Without an intercept the first factor alone gets all its dummies: they span the constant for those after it.
  const firstFactor = terms.terms.findIndex((labels) => labels.length === 1 && variables[labels[0]!]!.kind === 'factor')
  const isSpanned = (margin: readonly string[], index: number): boolean =>
    margin.length === 0
      ? terms.intercept || (firstFactor >= 0 && firstFactor < index)
      : terms.terms.some((other) => other.length === margin.length && margin.every((label) => other.includes(label)))
  if (terms.intercept) {
    names.push('(Intercept)')
    columns.push(new Float64Array(rowCount).fill(1))
    term.push(-1)
  }
  terms.terms.forEach((labels, index) => {
    refuseMany(labels, variables, names.length, limit)
    let product: { name: string; column: Float64Array }[] = []
    labels.forEach((label, position) => {
      const margin = labels.filter((other) => other !== label)
      const parts = variableColumns(label, variables[label]!, isSpanned(margin, index))
      product =
        position === 0
          ? parts
          : parts.flatMap((right) =>
              product.map((left) => ({
                name: `${left.name}:${right.name}`,
                column: interaction(left.column, right.column),
              })),
            )
    })
    for (const { name, column } of product) {
      names.push(name)
      columns.push(column)
      term.push(index)
    }
  })
  return { names, columns, term }
}

function variableColumns(
  label: string,
  variable: Variable,
  contrasts: boolean,
): { name: string; column: Float64Array }[] {
  if (variable.kind === 'numeric') return [{ name: label, column: variable.values }]
  if (variable.kind === 'basis') {
    const { columns } = variable
    return columns.map((column, k) => ({ name: columns.length === 1 ? label : `${label}${k + 1}`, column }))
  }
  return variable.levels.slice(contrasts ? 1 : 0).map((level, index) => {
    const code = contrasts ? index + 1 : index
    return {
      name: `${label}${level}`,
      column: indicator(variable.codes, code),
    }
  })
}

/** Columns of fixed effects, and of random effects of one term, beyond which a formula is taken for a mistake. */
const columnLimit = 1000
export const randomColumnLimit = 50

/** A factor with thousands of levels stands in the wrong place: refused before its dummies fill the memory. */
function refuseMany(
  labels: readonly string[],
  variables: Readonly<Record<string, Variable>>,
  before: number,
  limit: number,
): void {
  const sizes = labels.map((label) => {
    const variable = variables[label]!
    return variable.kind === 'numeric'
      ? 1
      : variable.kind === 'basis'
        ? variable.columns.length
        : variable.levels.length
  })
  const count = sizes.reduce((product, size) => product * size, 1)
  if (before + count <= limit) return
  const factor = labels[sizes.indexOf(Math.max(...sizes))]!
  throw new RangeError(
    `prepareModel: ${labels.join(':')} would make ${count} columns, more than the ${limit} that can be estimated; ${factor} has ${Math.max(...sizes)} levels: is it a grouping factor, (1 | ${factor})?`,
  )
}

function indicator(codes: Int32Array, code: number): Float64Array {
  const out = new Float64Array(codes.length)
  for (let i = 0; i < out.length; i += 1) if (codes[i] === code) out[i] = 1
  return out
}

function interaction(left: Float64Array, right: Float64Array): Float64Array {
  const out = left.slice()
  for (let i = 0; i < out.length; i += 1) out[i] = out[i]! * right[i]!
  return out
}
