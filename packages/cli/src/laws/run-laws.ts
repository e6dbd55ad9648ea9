import { numberCell, rowSchema } from '@safety-portfolio/records'
import {
  fitDataConstrained,
  fitKaplan,
  fitKaplanSteps,
  fitOverTraining,
  publishedFits,
  type RepeatedDataRun,
  type TrainingRun,
  type TrainingStepPoint,
} from '@safety-portfolio/scaling-laws'
import { joinSchemas } from '../io/join-schemas.js'
import type { Law } from './law.js'
import { plainLaw } from './plain-law.js'
import { stepSchema } from './law-kinds.js'
import { mappedRunSchema, runFields } from './run-fields.js'

const uniqueTokens = rowSchema({ uniqueTokens: numberCell({ positive: true }) })

/** Laws of training runs, beside the Chinchilla law. */
export const runLaws: readonly Law[] = [
  plainLaw<TrainingRun>({
    name: 'kaplan',
    title: 'Law of Kaplan et al.',
    formula: 'L(N, D) = ((Nc/N)^(alphaN/alphaD) + Dc/D)^alphaD',
    fields: runFields,
    schema: mappedRunSchema,
    predicted: ({ loss }) => loss,
    fit: (runs, options) => fitKaplan(runs, options),
  }),
  plainLaw<TrainingRun>({
    name: 'over-training',
    title: 'Law of over-training',
    formula: 'L(C, M) = E + (a M^eta + b M^-eta) C^-eta, M = D/N',
    fields: runFields,
    schema: mappedRunSchema,
    predicted: ({ loss }) => loss,
    fit: (runs, options) => fitOverTraining(runs, options),
  }),
  plainLaw<TrainingStepPoint>({
    name: 'kaplan-steps',
    title: 'Law of model size and training steps of Kaplan et al.',
    formula: 'L(N, S) = (Nc/N)^alphaN + (Sc/S)^alphaS',
    fields: [
      { name: 'params', meaning: 'number of parameters N, without embeddings' },
      { name: 'steps', meaning: 'minimum training steps S, or steps at one batch size' },
      { name: 'loss', meaning: 'loss after these steps' },
    ],
    schema: () => stepSchema,
    predicted: ({ loss }) => loss,
    fit: (points, options) => fitKaplanSteps(points, options),
  }),
  plainLaw<RepeatedDataRun>({
    name: 'data-constrained',
    title: 'Data-constrained law: the worth of repeated data',
    formula: "L = E + A/N'^alpha + B/D'^beta",
    fields: [...runFields, { name: 'uniqueTokens', meaning: 'unique tokens that were available' }],
    schema: (mapped) => joinSchemas(mappedRunSchema(mapped), uniqueTokens),
    predicted: ({ loss }) => loss,
    fit: (runs, options, { base = publishedFits.muennighoff.parameters }) => fitDataConstrained(runs, base, options),
    flags: ['base'],
  }),
]
