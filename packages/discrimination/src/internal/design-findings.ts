import type { Rows } from '@safety-portfolio/mixed-models'
import type { Finding } from '@safety-portfolio/stats'
import type { DecisionTable } from '../decision-table.js'
import { conditionAliases } from '../layouts.js'
import { cellLabel, listed } from './cells.js'
import { cellKeys } from './decision-cells.js'

/** Logits beyond this are decisions with a certainty above 0.99995. */
const extremeLogit = 10
/** Fewer questions than this carry little about questions in general. */
const fewQuestions = 10

/** What is noteworthy about a design: repeated and empty cells, few questions, extreme logits, separation. */
export function designFindings(
  table: Omit<DecisionTable, 'warnings'>,
  rows: Rows,
  kept: readonly number[],
  columns: readonly string[],
): readonly Finding[] {
  const findings: Finding[] = []
  const keys = cellKeys(table)
  const cells = new Map<string, number[]>()
  keys.forEach((key, row) => {
    const members = cells.get(key)
    if (members === undefined) cells.set(key, [row])
    else members.push(row)
  })
  if (cells.size < table.n) {
    const repeated = [...cells.values()].filter((members) => members.length > 1)
    const apart = columns.filter((column) => {
      const first = repeated[0]!
      return new Set(first.map((row) => cellLabel(rows[kept[row]!]![column]))).size === first.length
    })
    const known = apart.filter((column) => conditionAliases.includes(column))
    const by = known.length > 0 ? known : apart
    findings.push({
      code: 'repeated-cells',
      message: `${table.n} rows fill ${cells.size} cells of question and person: the same case was decided more than once${by.length === 0 ? '' : `, under different ${listed(by, 4)}`}. Scores average over the repetitions; if they are different prompts or models, keep one value (--where) or analyse each (--by).`,
    })
  }
  const persons = new Set([...cells.keys()].map((key) => key.slice(key.indexOf('|') + 1)))
  const possible = table.questions.length * persons.size
  if (cells.size < possible) {
    findings.push({
      code: 'empty-cells',
      message: `${possible - cells.size} of ${possible} combinations of question and person are empty. The model uses what there is; two-stage and matched comparisons leave out what has no counterpart.`,
    })
  }
  if (table.questions.length < fewQuestions) {
    findings.push({
      code: 'few-questions',
      message: `Only ${table.questions.length} questions: intervals are wide and rest on the normal distribution of effects over questions.`,
    })
  }
  const { response } = table
  if (response.kind === 'logit') {
    const extreme = response.logit.reduce((sum, logit) => sum + (Math.abs(logit) > extremeLogit ? 1 : 0), 0)
    if (extreme > 0.05 * table.n) {
      findings.push({
        code: 'extreme-logits',
        message: `${Math.round((100 * extreme) / table.n)} % of the logits are beyond ±${extremeLogit}: large differences of logits change hardly any decision there. Read the probability scale and the flips too.`,
      })
    }
  } else findings.push(...separationFindings(table, response.yes, response.trials))
  return findings
}

/** Cells in which every sampled answer is the same, and levels without one of the two answers. */
function separationFindings(
  table: Omit<DecisionTable, 'warnings'>,
  yes: Float64Array,
  trials: Float64Array,
): readonly Finding[] {
  const findings: Finding[] = []
  let unanimous = 0
  for (let row = 0; row < table.n; row += 1) if (yes[row] === 0 || yes[row] === trials[row]) unanimous += 1
  if (unanimous > 0.5 * table.n) {
    findings.push({
      code: 'near-separation',
      message: `${Math.round((100 * unanimous) / table.n)} % of the rows have only yes or only no: scores on the logit scale rest on the few that differ and on the model. Read the probability scale.`,
    })
  }
  for (const demographic of table.demographics) {
    if (demographic.kind !== 'factor') continue
    demographic.levels.forEach((level, code) => {
      let [successes, all] = [0, 0]
      demographic.codes.forEach((one, row) => {
        if (one !== code) return
        successes += yes[row]!
        all += trials[row]!
      })
      if (successes > 0 && successes < all) return
      findings.push({
        code: 'separation',
        message: `All answers for ${demographic.name}=${level} are ${successes === 0 ? 'no' : 'yes'}: its score on the logit scale is infinite.`,
      })
    })
  }
  return findings
}
