import { checkDistribution } from './distribution.js'
import { labelledShares } from './internal/labelled-shares.js'
import type { InputIssue } from './input-issue.js'
import { optionLabels } from './option-label.js'
import { literalOr } from './published-row.js'
import { trimmedText } from './question-key.js'

/** How a model answered one question, once. */
export interface ModelResponse {
  /** Text of the question, as in the file. */
  readonly text: string
  /** Options in the order of the shares, or `null` where the file does not name them. */
  readonly options: readonly string[] | null
  /** Name of the model. */
  readonly model: string
  /** Probability of each option; sums to 1. */
  readonly distribution: readonly number[]
  /** From how many samples the distribution was counted; `null` for probabilities read from the model. */
  readonly samples: number | null
  /** The country that the prompt spoke for (cross-national or linguistic conditions); `null` for the default prompt. */
  readonly prompted: string | null
  /** Row of the file, from 1. */
  readonly row: number
}

/** Responses that have been read. */
export interface Responses {
  readonly responses: readonly ModelResponse[]
  /** Names of the models, in order of appearance. */
  readonly models: readonly string[]
  readonly issues: readonly InputIssue[]
  /** Rows of the file. */
  readonly rows: number
}

/** Options of {@link parseResponses}. */
export interface ResponseOptions {
  /** Name of the model where the rows do not say. Default `'model'`. */
  readonly model?: string | undefined
  /** How far probabilities may sum from 1. Default 0.1. */
  readonly sumTolerance?: number | undefined
}

/**
 * Reads the answers of models: one row per answer (`question`, `distribution` as a list or as option -> probability, and optionally `options`, `model`, `samples`, `prompted_country`) or per
 * question (`question`, `options`, `model_probs`: model -> probabilities). Bad rows are left out and reported; the rest is read.
 *
 * @param rows - parsed rows, as objects; for a row that could not be parsed, text that says why
 * @param options - a name for the model; tolerance of the sums
 *
 * @example
 * ```ts
 * import { parseResponses } from '@safety-portfolio/global-opinions'
 *
 * const { models, issues } = parseResponses([
 *   { question: 'Tea or coffee?', options: ['Tea', 'Coffee'], model_probs: { small: [0.5, 0.5], large: [0.2, 0.3, 0.5] } },
 * ])
 * models // => ['small']
 * issues[0]!.message // => 'large: 3 shares for 2 options'
 * ```
 */
export function parseResponses(rows: readonly unknown[], options: ResponseOptions = {}): Responses {
  const responses: ModelResponse[] = []
  const issues: InputIssue[] = []
  const refuse = (row: number, code: string, message: string, who?: string): void => {
    issues.push({ code, side: 'responses', row, ...(who === undefined ? {} : { who }), message })
  }
  for (const [index, raw] of rows.entries()) {
    const row = index + 1
    if (typeof raw === 'string') {
      refuse(row, 'not-json', raw)
      continue
    }
    if (typeof raw !== 'object' || raw === null) {
      refuse(row, 'no-question', 'the row is not an object')
      continue
    }
    const given = raw as Readonly<Record<string, unknown>>
    const text = given['question']
    if (typeof text !== 'string' || trimmedText(text) === '') {
      refuse(row, 'no-question', 'the row has no text of a question, so it can be matched with nothing')
      continue
    }
    const optionCell = given['options']
    const named = optionCell !== undefined && optionCell !== null && optionCell !== ''
    const labels = named ? optionLabels(literalOr(optionCell)) : null
    if (named && labels === null) {
      refuse(row, 'not-a-literal', 'the options are no list of labels')
      continue
    }
    const several = modelsOf(given['model_probs'])
    const one = textOf(given['model']) ?? options.model ?? 'model'
    const answers = several ?? [[one, literalOr(given['distribution'])] as const]
    const samples = wholeOf(given['samples'] ?? given['n'])
    const prompted = textOf(given['prompted_country'])
    for (const [model, shares] of answers) {
      const shaped = labelledShares(shares, labels)
      if (typeof shaped === 'string') {
        refuse(row, 'other-options', `${model}: ${shaped}`, model)
        continue
      }
      const checked = checkDistribution(shaped.shares, {
        options: shaped.labels?.length,
        sumTolerance: options.sumTolerance,
      })
      if ('problem' in checked) {
        refuse(row, checked.problem.code, `${model}: ${checked.problem.message}`, model)
        continue
      }
      responses.push({
        text,
        options: shaped.labels,
        model,
        distribution: checked.distribution,
        samples,
        prompted,
        row,
      })
    }
  }
  return { responses, models: [...new Set(responses.map(({ model }) => model))], issues, rows: rows.length }
}

function modelsOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  const read = typeof value === 'string' ? literalOr(value) : value
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return null
  return read instanceof Map
    ? [...(read as ReadonlyMap<unknown, unknown>)].map(([model, shares]) => [String(model), shares] as const)
    : Object.entries(read)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function wholeOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : null
}
