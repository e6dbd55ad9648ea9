import {
  numberCell,
  optionalCell,
  parseRows,
  rowSchema,
  textCell,
  type RowSchema,
  type StandardResult,
} from '@safety-portfolio/records'

/** One model with its benchmark scores. */
export interface ModelScores {
  /** Name of the model. */
  readonly model: string
  /** Family it belongs to: models that share data and recipe and differ in compute. */
  readonly family?: string
  /** Training compute in FLOP (> 0), where it is known. */
  readonly compute?: number
  /** Score per benchmark, `null` where missing. */
  readonly scores: Readonly<Record<string, number | null>>
}

const modelSchema = /* @__PURE__ */ (() =>
  rowSchema({
    model: textCell(),
    family: optionalCell(textCell()),
    compute: optionalCell(numberCell({ positive: true })),
  }))()

/**
 * Schema of a row with `model`, `family`, `compute` (the last two may be empty) and one cell per benchmark, empty where the score is missing.
 *
 * @param benchmarks - Names of the benchmarks; they must differ from the three fields.
 * @param computeUnit - FLOP per unit of the compute cell, for instance 1e21; default 1.
 * @throws RangeError if a benchmark is named twice or like one of the fields.
 *
 * @example
 * ```ts
 * import { parseCsv } from '@safety-portfolio/records'
 * import { modelScoresSchema } from '@safety-portfolio/scaling-laws'
 *
 * const csv = 'model,family,compute,MMLU,GSM8K\na,A,84,0.44,\n'
 * const [a] = parseCsv(csv, { schema: modelScoresSchema(['MMLU', 'GSM8K'], 1e21) })
 * a // => { model: 'a', family: 'A', compute: 8.4e22, scores: { MMLU: 0.44, GSM8K: null } }
 * ```
 */
export function modelScoresSchema(benchmarks: readonly string[], computeUnit = 1): RowSchema<ModelScores> {
  if (!(computeUnit > 0 && computeUnit < Infinity))
    throw new RangeError(`modelScoresSchema: computeUnit must be > 0, got ${computeUnit}`)
  const names = [...modelSchema.fields, ...benchmarks]
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined)
    throw new RangeError(`modelScoresSchema: benchmarks must have names of their own, got ${repeated} twice`)
  const scoreSchema = rowSchema(Object.fromEntries(benchmarks.map((name) => [name, optionalCell(numberCell())])))
  return {
    fields: names,
    required: ['model', ...benchmarks],
    '~standard': {
      version: 1,
      vendor: 'safety-portfolio',
      validate: (row): StandardResult<ModelScores> => {
        const model = modelSchema['~standard'].validate(row) as StandardResult<Omit<ModelScores, 'scores'>>
        const scores = scoreSchema['~standard'].validate(row) as StandardResult<Readonly<Record<string, number>>>
        if (model.issues !== undefined || scores.issues !== undefined)
          return { issues: [...(model.issues ?? []), ...(scores.issues ?? [])] }
        const { compute, ...rest } = model.value
        return {
          value: {
            ...rest,
            ...(compute === undefined ? {} : { compute: compute * computeUnit }),
            scores: Object.fromEntries(benchmarks.map((name) => [name, scores.value[name] ?? null])),
          },
        }
      },
    },
  }
}

/**
 * Turns unknown rows into models with scores, or reports every bad row at once.
 *
 * @param rows - Objects with `model`, `family`, `compute` and one cell per benchmark.
 * @param benchmarks - See {@link modelScoresSchema}.
 * @param computeUnit - See {@link modelScoresSchema}.
 * @throws DataError with every bad cell.
 *
 * @example
 * ```ts
 * import { parseModelScores } from '@safety-portfolio/scaling-laws'
 *
 * parseModelScores([{ model: 'a', MMLU: '0.44' }], ['MMLU']) // => [{ model: 'a', scores: { MMLU: 0.44 } }]
 * parseModelScores([{ model: 'a', MMLU: 'n/a' }], ['MMLU']) // throws DataError
 * ```
 */
export function parseModelScores(
  rows: readonly unknown[],
  benchmarks: readonly string[],
  computeUnit = 1,
): readonly ModelScores[] {
  return parseRows(rows, { schema: modelScoresSchema(benchmarks, computeUnit), name: 'models' })
}
