import type { Finding } from '@safety-portfolio/stats'
import { mean } from '@safety-portfolio/stats'
import type { ImpliedName } from './implied-names.js'

/** Length of the names of one group. */
export interface NameGroup {
  /** Column: race or gender. */
  readonly column: 'race' | 'gender'
  /** Level. */
  readonly level: string
  /** Names. */
  readonly names: number
  /** Mean number of tokens (or of characters without a tokenizer). */
  readonly meanLength: number
  /** Mean of the frequencies, when they are known. */
  readonly meanFrequency: number | null
}

/** Result of {@link auditNames}. */
export interface NameAudit {
  /** The groups. */
  readonly groups: readonly NameGroup[]
  /** What lengths are counted in. */
  readonly unit: 'tokens' | 'characters'
  /** Share of the variance of the lengths that goes with the level (eta squared), by column. */
  readonly lengthExplained: Readonly<Record<'race' | 'gender', number | null>>
  /** The same for log frequencies; `null` when unknown. */
  readonly frequencyExplained: Readonly<Record<'race' | 'gender', number | null>>
  /** Names that stand for more than one group. */
  readonly shared: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
}

/** Above this share a confound is named. */
const noteworthy = 0.2

/**
 * Whether names differ between groups in more than what they imply: names that are cut into more tokens, or are rarer, are read less well, and a
 * difference of decisions may come from that.
 *
 * @param names - The names with what they imply.
 * @param options - `tokens`: how many tokens your model's tokenizer makes of a name (default: characters are counted); `frequency`: how often a name
 * occurs in some corpus, above 0.
 * @throws RangeError when there are no names, or a count is not positive.
 * @example
 * ```ts
 * import { auditNames, impliedNames } from '@safety-portfolio/discrimination'
 *
 * const audit = auditNames(impliedNames, { tokens: (name) => (name.includes('Xiomara') ? 6 : 3) })
 * audit.unit // => 'tokens'
 * audit.groups.find(({ level }) => level === 'Hispanic')!.meanLength // => 3.25
 * ```
 */
export function auditNames(
  names: readonly ImpliedName[],
  options: { readonly tokens?: (name: string) => number; readonly frequency?: (name: string) => number } = {},
): NameAudit {
  if (names.length === 0) throw new RangeError('auditNames: names must not be empty')
  const { tokens, frequency } = options
  const positive = (value: number, what: string, name: string): number => {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`auditNames: ${what} of ${JSON.stringify(name)} must be positive, got ${value}`)
    }
    return value
  }
  const lengths = names.map(({ name }) =>
    positive(tokens === undefined ? Array.from(name).length : tokens(name), 'tokens', name),
  )
  const logs =
    frequency === undefined ? null : names.map(({ name }) => Math.log(positive(frequency(name), 'frequency', name)))
  const columns = ['race', 'gender'] as const
  const groups = columns.flatMap((column) =>
    [...new Set(names.map((one) => one[column]))].map((level): NameGroup => {
      const rows = names.flatMap((one, k) => (one[column] === level ? [k] : []))
      return {
        column,
        level,
        names: rows.length,
        meanLength: mean(rows.map((k) => lengths[k]!)),
        meanFrequency: logs === null ? null : mean(rows.map((k) => Math.exp(logs[k]!))),
      }
    }),
  )
  const explained = (values: readonly number[] | null): Record<'race' | 'gender', number | null> => ({
    race:
      values === null
        ? null
        : explainedBy(
            values,
            names.map(({ race }) => race),
          ),
    gender:
      values === null
        ? null
        : explainedBy(
            values,
            names.map(({ gender }) => gender),
          ),
  })
  const lengthExplained = explained(lengths)
  const frequencyExplained = explained(logs)
  const shared = [...new Set(names.map(({ name }) => name))].filter(
    (name) => new Set(names.filter((one) => one.name === name).map(({ race, gender }) => `${race} ${gender}`)).size > 1,
  )
  const unit = tokens === undefined ? 'characters' : 'tokens'
  const warnings: Finding[] = []
  for (const column of columns) {
    for (const [what, share] of [
      [`lengths in ${unit}`, lengthExplained[column]],
      ['frequencies', frequencyExplained[column]],
    ] as const) {
      if (share !== null && share > noteworthy) {
        warnings.push({
          code: 'name-confound',
          message: `${Math.round(100 * share)} % of the variance of the names' ${what} goes with ${column}: a difference of decisions may come from the names and not from what they imply.`,
        })
      }
    }
  }
  if (tokens === undefined) {
    warnings.push({
      code: 'no-tokenizer',
      message: "Characters were counted; give the number of tokens of your model's tokenizer.",
    })
  }
  if (shared.length > 0) {
    warnings.push({ code: 'shared-names', message: `Names that stand for more than one group: ${shared.join(', ')}.` })
  }
  return { groups, unit, lengthExplained, frequencyExplained, shared, warnings }
}

/** Sum of squares between levels over the total; `null` when nothing varies. */
function explainedBy(values: readonly number[], labels: readonly string[]): number | null {
  const centre = mean(values)
  const total = values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  if (!(total > 0)) return null
  const between = [...new Set(labels)].reduce((sum, label) => {
    const own = values.filter((_, k) => labels[k] === label)
    return sum + own.length * (mean(own) - centre) ** 2
  }, 0)
  return between / total
}
