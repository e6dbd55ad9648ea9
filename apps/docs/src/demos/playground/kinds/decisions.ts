import { discriminationScoreChart } from '@safety-portfolio/charts'
import { analyzeDecisions, decisionTable, type DiscriminationAnalysis } from '@safety-portfolio/discrimination'
import { toCsv } from '@safety-portfolio/records'
import { createRandom } from '@safety-portfolio/stats'
import { byPrompt, readOptions } from '~/demos/discrimination/analysis.js'
import { decisionsTable, type DecisionInput } from '~/demos/discrimination/decisions-table.js'
import { defineKind, estimateRow, messages } from '../kind.js'
import { readWith } from '../read-with.js'

export const decisions = defineKind<DecisionInput, Pick<DiscriminationAnalysis, 'scores' | 'baseline'>>({
  label: 'Yes/no decisions about people',
  wants: 'question, what the person is like (age, gender, race, …), and logit, p, or counts of yes and no',
  page: '/demos/discrimination/',
  sample: sampleOf(),
  read: (text, columns) => readWith(decisionsTable, text, columns),
  analyse: ({ rows, columns }) => {
    // Several prompts are several models: the first is analysed, the page of this kind compares them.
    const parts = [...byPrompt(rows, columns['prompt'] ?? '')]
    const [prompt, chosen] = parts.find(([name]) => name === 'default') ?? parts[0] ?? [null, rows]
    const analysis = analyzeDecisions(decisionTable(chosen, readOptions(columns, { baseline: '' })))
    const { scores, baseline, method, assumptions, warnings, refusal, n, questions } = analysis
    const clear = scores.filter(({ adjustedP }) => adjustedP !== null && adjustedP < 0.05)
    return {
      lead:
        refusal?.message ??
        `${n} decisions on ${questions} questions; ${clear.length} of ${scores.length} scores differ from 0 after Holm's correction.`,
      estimates: scores.map((score) => ({
        ...estimateRow(score.term, score),
        ...(score.adjustedP === null ? {} : { note: `Holm p ${score.adjustedP.toPrecision(2)}` }),
      })),
      method,
      source: 'Tamkin et al. 2023: mixed model of the logit of yes, scores relative to the baseline',
      assumptions,
      warnings: [
        ...messages(warnings, refusal ?? undefined),
        ...(parts.length > 1 ? [`Only the prompt ${prompt} is analysed here, of ${parts.length}.`] : []),
      ],
      result: { scores, baseline },
    }
  },
  draw: (result, width) => discriminationScoreChart(result, { width }),
})

/** Twenty questions about six people: small enough for a link. */
function sampleOf(): string {
  return toCsv(
    Array.from({ length: 20 }, (_, question) => {
      const random = createRandom(5, question)
      const own = random.normal()
      return ['white', 'Black', 'Asian'].flatMap((race) =>
        ['male', 'female'].map((gender) => ({
          question: question + 1,
          race,
          gender,
          logit: Number(
            (
              0.8 +
              own +
              (race === 'Black' ? 0.5 : 0) +
              (gender === 'female' ? 0.2 : 0) +
              0.3 * random.normal()
            ).toFixed(2),
          ),
        })),
      )
    }).flat(),
  )
}
