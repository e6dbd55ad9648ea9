import {
  approximateTrainingFlop,
  attentionTrainingFlopPerToken,
  deepSeekFlopPerToken,
  hoffmannFlops,
  kaplanFlops,
  mixtureOfExpertsParams,
  petaflopDays,
} from '@safety-portfolio/scaling-laws'
import { formatCompute } from '../text/format-number.js'
import { formatCount } from '../text/format-count.js'
import { counted } from '../text/counted.js'
import type { Answer } from './answer.js'

/** What is known of a model; every counter that this suffices for is used. */
export interface ModelShape {
  readonly params?: number
  readonly tokens?: number
  readonly layers?: number
  readonly width?: number
  readonly context?: number
  readonly attentionWidth?: number
  readonly feedForward?: number
  readonly heads?: number
  readonly headWidth?: number
  readonly vocabulary?: number
  readonly sharedParams?: number
  readonly expertParams?: number
  readonly experts?: number
  readonly expertsPerToken?: number
  readonly mixtureLayers?: number
}

/** One way of counting. */
export interface FlopCount {
  readonly counter: string
  /** Parameters that the count rests on; `null` where it needs none. */
  readonly params: number | null
  readonly trainingFlopPerToken: number
  /** `null` without tokens. */
  readonly trainingFlop: number | null
  readonly petaflopDays: number | null
  readonly assumptions: readonly string[]
  readonly details?: object
}

type Counted = Pick<FlopCount, 'counter' | 'params' | 'trainingFlopPerToken' | 'assumptions' | 'details'>

/** What each counter needs, for a message. */
export const counterNeeds: Readonly<Record<string, string>> = {
  '6 N D': '--params, or --layers --width --context',
  '6 N D with attention': '--layers --width --context',
  'Kaplan 2020, table 1': '--layers --width --context',
  'Hoffmann 2022, appendix F': '--layers --width --feed-forward --heads --head-width',
  'DeepSeek 2024, M': '--layers --width --context',
  'mixture of experts': '--shared-params --expert-params --experts --experts-per-token --mixture-layers',
}

/** Every count that the shape suffices for, side by side. */
export function flopCounts(shape: ModelShape): readonly FlopCount[] {
  const { tokens } = shape
  return [...byParameters(withParams(shape)), ...byShape(shape), ...byExperts(shape)].map((found) => {
    const trainingFlop = tokens === undefined ? null : found.trainingFlopPerToken * tokens
    return { ...found, trainingFlop, petaflopDays: trainingFlop === null ? null : petaflopDays(trainingFlop) }
  })
}

/** The shape with its parameters: those that were given, or Kaplan's count of it, without embeddings. */
function withParams(shape: ModelShape): ModelShape & { readonly ofShape?: true } {
  const kaplan = shape.params === undefined ? kaplanOf(shape) : undefined
  return kaplan === undefined ? shape : { ...shape, params: kaplan.nonEmbeddingParams, ofShape: true }
}

function byParameters({
  params,
  layers,
  width,
  context,
  attentionWidth = width,
  ofShape,
}: ReturnType<typeof withParams>): readonly Counted[] {
  if (params === undefined) return []
  const plain = approximateTrainingFlop(params, 1)
  const whose = ofShape ? ['N is counted from the shape, without embeddings.'] : []
  const first: Counted = {
    counter: '6 N D',
    params,
    trainingFlopPerToken: plain,
    assumptions: ['6 N D leaves attention over the context out.', ...whose],
  }
  if (layers === undefined || context === undefined || attentionWidth === undefined) return [first]
  const attention = attentionTrainingFlopPerToken({ layers, attentionWidth, contextLength: context })
  return [
    first,
    {
      counter: '6 N D with attention',
      params,
      trainingFlopPerToken: plain + attention,
      assumptions: ['Attention over the context is counted with a causal mask.'],
    },
  ]
}

function kaplanOf({
  layers,
  width,
  context,
  attentionWidth,
  feedForward,
  vocabulary,
}: ModelShape): ReturnType<typeof kaplanFlops> | undefined {
  if (layers === undefined || width === undefined || context === undefined) return undefined
  return kaplanFlops({
    layers,
    width,
    contextLength: context,
    ...(attentionWidth === undefined ? {} : { attentionWidth }),
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(feedForward === undefined ? {} : { feedForwardWidth: feedForward }),
  })
}

function byShape(shape: ModelShape): readonly Counted[] {
  const { layers, width, context, feedForward, heads, headWidth, vocabulary } = shape
  if (layers === undefined || width === undefined) return []
  const counts: Counted[] = []
  const kaplan = kaplanOf(shape)
  if (kaplan !== undefined && context !== undefined) {
    counts.push({
      counter: 'Kaplan 2020, table 1',
      params: kaplan.nonEmbeddingParams,
      trainingFlopPerToken: kaplan.trainingPerToken,
      assumptions: kaplan.assumptions,
      details: kaplan,
    })
    counts.push({
      counter: 'DeepSeek 2024, M',
      params: null,
      trainingFlopPerToken: deepSeekFlopPerToken({ layers, width, sequenceLength: context }),
      assumptions: ['DeepSeek counts attention without the saving of a causal mask.'],
    })
  }
  if (feedForward === undefined || heads === undefined || headWidth === undefined) return counts
  for (const embeddings of ['counted', 'left-out'] as const) {
    const hoffmann = hoffmannFlops(
      {
        layers,
        width,
        feedForwardWidth: feedForward,
        heads,
        headWidth,
        ...(context === undefined ? {} : { sequenceLength: context }),
        ...(vocabulary === undefined ? {} : { vocabulary }),
      },
      { embeddings },
    )
    counts.push({
      counter: `Hoffmann 2022, embeddings ${embeddings}`,
      params: hoffmann.params,
      trainingFlopPerToken: hoffmann.trainingPerToken,
      assumptions: hoffmann.assumptions,
      details: hoffmann,
    })
  }
  return counts
}

function byExperts(shape: ModelShape): readonly Counted[] {
  const { sharedParams, expertParams, experts, expertsPerToken, mixtureLayers } = shape
  if (
    sharedParams === undefined ||
    expertParams === undefined ||
    experts === undefined ||
    expertsPerToken === undefined ||
    mixtureLayers === undefined
  )
    return []
  const mixture = mixtureOfExpertsParams({ sharedParams, expertParams, experts, expertsPerToken, mixtureLayers })
  return [
    {
      counter: 'mixture of experts, 6 N D',
      params: mixture.active,
      trainingFlopPerToken: approximateTrainingFlop(mixture.active, 1),
      assumptions: ['Of a mixture of experts, N counts the parameters that one token passes through.'],
      details: mixture,
    },
  ]
}

/** The counts as an answer. */
export function flopAnswer(counts: readonly FlopCount[], tokens: number | undefined): Answer {
  const perToken = counts.map(({ trainingFlopPerToken }) => trainingFlopPerToken)
  const [least, most] = [Math.min(...perToken), Math.max(...perToken)]
  const unit =
    tokens === undefined ? 'training FLOP per token' : `training FLOP for ${formatCount(tokens, null)} tokens`
  const scale = tokens ?? 1
  const basis = {
    method: 'operations counted by the formulas named in the table',
    assumptions: [
      'Counts are exact for the shape that was given; they are no measurement, and carry no interval.',
      ...new Set(counts.flatMap(({ assumptions }) => assumptions)),
    ],
    warnings: [],
  }
  return {
    title: 'Training compute by counting',
    lead: `${counted(counts.length, 'way')} of counting ${counts.length === 1 ? 'gives' : 'give'} ${formatCompute(least * scale)}${least === most ? '' : ` to ${formatCompute(most * scale)}`} ${unit}.`,
    tables: [
      {
        caption: 'Training compute',
        header: [
          'counter',
          'parameters',
          'FLOP per token',
          ...(tokens === undefined ? [] : ['FLOP', 'petaflop/s-days']),
        ],
        rows: counts.map((count) => [
          count.counter,
          count.params === null ? '–' : formatCount(count.params, null),
          formatCompute(count.trainingFlopPerToken),
          ...(count.trainingFlop === null || count.petaflopDays === null
            ? []
            : [formatCompute(count.trainingFlop), formatCompute(count.petaflopDays)]),
        ]),
      },
    ],
    basis,
    result: { tokens: tokens ?? null, counts, ...basis },
    fine: true,
  }
}
