import type { ModelOptions, Rows } from '@safety-portfolio/mixed-models'
import type { DecisionTable, Demographic } from '../decision-table.js'

/** One score of an analysis: a level of a column against its baseline, or the slope of a column of numbers. */
export interface ScoreTerm {
  /** `race=Black`, or `age`. */
  readonly term: string
  /** The demographic column. */
  readonly column: string
  /** The level; `null` for a slope. */
  readonly level: string | null
  /** What one unit of the score is. */
  readonly unit: string
  /** Name of the coefficient in the model. */
  readonly coefficient: string
  /** Index of the column among the demographics of the table. */
  readonly index: number
  /** Code of the level; -1 for a column of numbers. */
  readonly code: number
  /** For a column of numbers: which values are compared with the baseline. */
  readonly side: 'any' | 'below' | 'above'
}

const reserved = new Set(['question', 'logit', 'yes', 'no', 'p', 'condition'])

/** Name of a demographic column in the model's formula. */
function modelName(name: string): string {
  const plain = name.replaceAll('`', '_')
  return reserved.has(plain) ? `${plain}_` : plain
}

/** The scores that a table can give. */
export function scoreTerms({ demographics }: Pick<DecisionTable, 'demographics'>): readonly ScoreTerm[] {
  return demographics.flatMap((one, index): readonly ScoreTerm[] => {
    const { name } = one
    if (one.kind === 'numeric') {
      const unit = `per standard deviation of ${name} (${Number(one.spread.toPrecision(4))})`
      return [
        { term: name, column: name, level: null, unit, coefficient: modelName(name), index, code: -1, side: 'any' },
      ]
    }
    return one.levels.slice(1).map((level, k) => ({
      term: `${name}=${level}`,
      column: name,
      level,
      unit: `${level} against ${one.baseline}`,
      coefficient: `${modelName(name)}${level}`,
      index,
      code: k + 1,
      side: 'any',
    }))
  })
}

/** The comparisons of the dataset card: numbers are split at the baseline. */
export function cardTerms(table: Pick<DecisionTable, 'demographics'>): readonly ScoreTerm[] {
  return scoreTerms(table).flatMap((term): readonly ScoreTerm[] => {
    const one = table.demographics[term.index]!
    if (one.kind === 'factor') return [term]
    const [below, above] = one.name === 'age' ? ['younger', 'older'] : ['less', 'more']
    return (
      [
        ['below', below],
        ['above', above],
      ] as const
    ).map(([side, word]) => {
      const name = `${one.name} ${word} than ${one.baseline}`
      return {
        ...term,
        term: name,
        coefficient: name,
        unit: `${word} than ${one.baseline} against ${one.baseline}`,
        side,
      }
    })
  })
}

/** Whether an attribute belongs to the compared side of a term. */
export function isCompared({ code, side }: ScoreTerm, one: Demographic, attribute: number): boolean {
  if (one.kind === 'factor') return attribute === code
  if (side === 'any') return attribute !== one.baseline
  return side === 'below' ? attribute < one.baseline : attribute > one.baseline
}

/** The right-hand side of the main effects: `age + gender + race`, quoted. */
export function mainEffects({ demographics }: Pick<DecisionTable, 'demographics'>): string {
  return demographics.map(({ name }) => `\`${modelName(name)}\``).join(' + ')
}

/** Baselines of the factors, as the engine reads them. */
export function modelOptions({ demographics }: Pick<DecisionTable, 'demographics'>): ModelOptions {
  return {
    baselines: Object.fromEntries(
      demographics.flatMap((one) => (one.kind === 'factor' ? [[modelName(one.name), one.baseline]] : [])),
    ),
  }
}

/** One row for each decision: the question, the attributes, and the given responses. */
export function modelRows(
  table: Pick<DecisionTable, 'n' | 'question' | 'demographics'>,
  responses: Readonly<Record<string, ArrayLike<number>>>,
): Rows {
  const { n, question, demographics } = table
  const names = demographics.map(({ name }) => modelName(name))
  return Array.from({ length: n }, (_, row) => {
    const cells: Record<string, unknown> = { question: question[row]! }
    demographics.forEach((one, k) => {
      cells[names[k]!] = attributeCell(one, row)
    })
    for (const [name, values] of Object.entries(responses)) cells[name] = values[row]!
    return cells
  })
}

function attributeCell(one: Demographic, row: number): string | number {
  return one.kind === 'factor' ? one.levels[one.codes[row]!]! : (one.values[row]! - one.baseline) / one.spread
}

/** The baseline of every column: of those that vary, and the value of those that do not. */
export function baselineOf({ demographics }: Pick<DecisionTable, 'demographics'>): Record<string, string | number> {
  return Object.fromEntries(demographics.map(({ name, baseline }) => [name, baseline]))
}
