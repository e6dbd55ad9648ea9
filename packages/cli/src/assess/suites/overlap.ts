import { overlapChart } from '@safety-portfolio/charts'
import { analyseLayers, type LayersResult } from '@safety-portfolio/risk'
import type { Finding } from '@safety-portfolio/stats'
import { layersAnswer } from '../../answers/layers.js'
import { counted } from '../../text/counted.js'
import { formatNumber } from '../../text/format-number.js'
import { simulatedDefects } from '../simulated-defects.js'
import type { SuiteContext, SuiteReport } from '../suite.js'

/**
 * What the tests of the portfolio catch together and where they overlap: planted defects, and which test finds which. It is about the tests and not about a model,
 * so it stands with the first model only.
 */
export async function overlap(context: SuiteContext): Promise<readonly SuiteReport[]> {
  const planned = context.plan.suites.layers?.defects
  if (planned === undefined || context.plan.models[0]?.name !== context.name) return []
  const given = context.inputs.defects
  const result = analyseLayers(given ?? (await simulatedDefects(context.seed)))
  const answer = layersAnswer(result, null)
  return [
    {
      suite: 'layers',
      shared: true,
      answer: {
        ...answer,
        title: 'Orthogonality: what the tests catch together',
        lead: leadOf(result),
        basis: { ...answer.basis, warnings: [...honest(result, given === null), ...answer.basis.warnings] },
      },
      charts: [
        {
          name: 'defects',
          caption: 'Which planted defects which tests miss; the row that all miss is what nobody sees.',
          draw: (width) => overlapChart(result, { width }),
        },
      ],
      planted: [],
      evidence: [],
      logs: [],
      attempts: null,
    },
  ]
}

function leadOf(result: LayersResult): string {
  const { n, joint, independent, detectors, refused, falsePositive, benign } = result
  if (refused !== undefined) return `Refused: ${refused.message}`
  const percent = (value: number | null): string => (value === null ? 'unknown' : `${formatNumber(100 * value, 3)} %`)
  const { estimate, interval, count } = joint
  const range = interval === null ? '' : ` (${percent(interval.lower)} to ${percent(interval.upper)})`
  const redundant = detectors.filter((detector) => detector.redundant).map(({ name }) => name)
  const alarms =
    benign === 0
      ? ''
      : ` Of ${counted(benign, 'sound model')}, ${percent(falsePositive.estimate)} are flagged by some test.`
  return (
    `Of ${counted(n, 'planted defect')}, ${count} are found by no test: ${percent(estimate)}${range}; if the tests missed independently it would be ${percent(independent)}. ` +
    `${redundant.length === 0 ? 'No test is redundant here: each finds something that no other does.' : `Redundant here: ${redundant.join(', ')}.`}${alarms}`
  )
}

function honest({ n }: LayersResult, simulated: boolean): readonly Finding[] {
  const message = `${n} defects are ${n < 100 ? 'few' : 'a sample'}: shares hold for defects drawn like these. Which defects real models have, and which no test looks for, is not in them.`
  return [
    { code: 'planted-defects', message },
    ...(simulated
      ? [
          {
            code: 'simulated-defects',
            message:
              'The defective models are simulated, ten of each kind, one kind of which no test can see by design: the share that all miss follows from that choice.',
          },
        ]
      : []),
  ]
}
