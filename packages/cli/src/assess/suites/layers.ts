import { overlapChart } from '@safety-portfolio/charts'
import { analyseLayers, layerOutcomes, type LayerOutcomes } from '@safety-portfolio/risk'
import { createRandom } from '@safety-portfolio/stats'
import { layersAnswer } from '../../answers/layers.js'
import type { Basis } from '../../report/basis.js'
import type { Suite } from '../suite.js'
import { overlap } from './overlap.js'

/** Simulated filters: some attacks are hard for all of them, so that misses come together. */
const simulated = {
  detectors: ['input filter', 'output filter', 'monitor'],
  items: 3000,
  hard: 0.08,
  missHard: [0.7, 0.65, 0.6],
  missEasy: [0.06, 0.08, 0.1],
}

/** What gets through all filters together, and where they overlap. */
export const layers: Suite = async (context) => {
  const settings = context.plan.suites.layers
  if (settings === undefined) return []
  const planted = context.inputs.outcomes === null
  const outcomes = context.inputs.outcomes ?? simulateOutcomes(context.seed)
  const result = analyseLayers(outcomes, settings.costs === undefined ? {} : { costs: settings.costs })
  const answer = layersAnswer(result, null)
  return [
    {
      suite: 'layers',
      answer: {
        ...answer,
        title: 'Layers: what gets through all filters',
        basis: settings.defects === undefined ? withUnknown(answer.basis) : answer.basis,
      },
      charts: [
        {
          name: 'overlap',
          caption: 'Which attacks which filters miss.',
          draw: (width) => overlapChart(result, { width }),
        },
      ],
      planted: planted
        ? [
            {
              quantity: 'share of attacks that pass all filters',
              truth: simulated.hard * product(simulated.missHard) + (1 - simulated.hard) * product(simulated.missEasy),
              estimate: result.joint.estimate,
              interval: result.joint.interval,
            },
          ]
        : [],
      evidence: [],
      logs: [],
      attempts: null,
    },
    ...(await overlap(context)),
  ]
}

/** Where no defects were planted, what the tests of the portfolio catch together is not known. */
function withUnknown(basis: Basis): Basis {
  const message =
    'What the tests of this portfolio catch together, and where they overlap, was not measured: name a table of planted defects as layers.defects.'
  return { ...basis, warnings: [...basis.warnings, { code: 'overlap-of-tests-unknown', message }] }
}

function simulateOutcomes(seed: number): LayerOutcomes {
  const { detectors, items, hard, missHard, missEasy } = simulated
  const rows = Array.from({ length: items }, (_, index) => {
    const random = createRandom(seed, index)
    const isHard = random.uniform() < hard
    return {
      caught: (isHard ? missHard : missEasy).map((miss) => random.uniform() >= miss),
      stratum: isHard ? 'staged attacks' : 'plain attacks',
    }
  })
  return layerOutcomes(rows, detectors)
}

function product(values: readonly number[]): number {
  return values.reduce((all, value) => all * value, 1)
}
