import type { MixedModel, Rows } from '../mixed-model.js'
import type { FrameSpecification } from './model-frame.js'
import { designColumns } from './design-columns.js'
import type { DesignColumns } from './design-columns.js'
import { isMissing, readColumn, readFactor } from './columns.js'
import type { Variable } from './columns.js'
import { evaluateNumbers, evaluateVariable } from './evaluate-expression.js'
import type { Evaluation } from './evaluate-expression.js'
import type { Terms } from '../formula.js'

/** Codes new rows as the model's own: same levels, same scaling. */
export class NewRows {
  readonly count: number
  private readonly model: MixedModel
  private readonly rows: Rows
  private readonly caller: string
  private readonly from: Evaluation

  constructor(caller: string, model: MixedModel, rows: Rows) {
    this.caller = caller
    this.model = model
    this.rows = rows
    this.count = rows.length
    const { specification } = model
    this.from = {
      rowCount: rows.length,
      column: (name) => this.column(name, specification),
      factor: (name) => readFactor(rows, name),
      scaling: new Map(specification.scaling),
      polynomials: new Map(specification.polynomials),
    }
  }

  /** Model-matrix columns of the terms for the new rows. */
  design(terms: Terms): DesignColumns {
    const variables: Record<string, Variable> = {}
    for (const label of terms.terms.flat()) {
      const variable = evaluateVariable(this.model.formula.variables[label]!, this.from)
      const levels = this.model.specification.levels[label]
      variables[label] = levels === undefined ? variable : this.recode(label, variable, levels)
    }
    return designColumns(terms, variables, this.count)
  }

  /** The fixed-effect columns that the fit estimates. */
  fixedColumns(): Float64Array[] {
    const { names, columns } = this.design(this.model.formula.fixed)
    return this.model.fixedNames.map((name) => columns[names.indexOf(name)]!)
  }

  offset(): Float64Array {
    const out = new Float64Array(this.count)
    for (const expression of this.model.formula.offsets) {
      evaluateNumbers(expression, this.from).forEach((value, i) => {
        out[i] = out[i]! + value
      })
    }
    return out
  }

  /** Level of each row in a grouping factor; -1 for a group that the fit has not seen. */
  groups(columns: readonly string[], levels: readonly string[]): Int32Array {
    const position = new Map(levels.map((level, index) => [level, index]))
    return Int32Array.from(this.rows, (row) => {
      const label = columns.map((column) => String(row[column])).join(':')
      return position.get(label) ?? -1
    })
  }

  private column(name: string, specification: FrameSpecification): Variable {
    const levels = specification.levels[name]
    if (levels === undefined) return readColumn(this.rows, name, false, undefined)
    return readFactor(this.rows, name)
  }

  private recode(label: string, variable: Variable, levels: readonly string[]): Variable {
    if (variable.kind !== 'factor')
      throw new RangeError(`${this.caller}: ${label} must hold one of the levels ${levels.join(', ')}`)
    const codes = variable.codes.map((code) => (code < 0 ? -1 : levels.indexOf(variable.levels[code]!)))
    codes.forEach((code, i) => {
      if (code >= 0) return
      const cell = this.rows[i]![label]
      const shown = isMissing(cell) ? 'a missing cell' : JSON.stringify(cell)
      throw new RangeError(
        `${this.caller}: row ${i + 1} of ${label} is ${shown}, which is not one of ${levels.join(', ')}`,
      )
    })
    return { kind: 'factor', codes, levels }
  }
}
