import type { ChainResult, LayersResult } from '@safety-portfolio/risk'
import type { Estimate } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** What gets through several detectors. */
export function layersAnswer(result: LayersResult, chain: ChainResult | null): Answer {
  const { n, benign, assumptions, warnings, refused } = result
  return {
    title: 'Layers',
    lead: lead(result),
    tables: [
      togetherTable(result),
      detectorTable(result),
      ...(result.pairs.length === 0 ? [] : [pairTable(result), associationTable(result)]),
      ...(result.strata.length === 0 ? [] : [stratumTable(result)]),
      ...(result.greedy.length < 2 ? [] : [greedyTable(result)]),
      ...(result.extrapolation.layers.length === 0 ? [] : [extrapolationTable(result)]),
      ...(chain === null ? [] : [chainTable(chain)]),
    ],
    basis: {
      method: `counts of ${counted(n, 'positive')} and ${counted(benign, 'benign item')} by which detectors missed them; Clopper-Pearson intervals of shares, delta method for the rest`,
      assumptions: [...assumptions, ...(chain?.assumptions ?? [])],
      warnings: refused === undefined ? warnings : [refused, ...warnings],
    },
    result: chain === null ? result : { ...result, chain },
    fine: refused === undefined,
  }
}

function lead({ n, joint, independent, refused, detectors }: LayersResult): string {
  if (refused !== undefined) return `Refused: ${refused.message}`
  const beside =
    detectors.length > 1 && independent !== null
      ? ` Multiplying their miss rates would have said ${percent(independent)}.`
      : ''
  return `Of ${counted(n, 'positive')}, ${joint.count} pass all ${detectors.length === 1 ? 'one detector' : `${detectors.length} detectors`}: ${share(joint)}.${beside}`
}

function percent(value: number | null): string {
  return value === null ? 'none' : `${formatNumber(100 * value, 3)} %`
}

function share({ estimate, interval, reason }: Estimate): string {
  if (estimate === null) return reason ?? 'none'
  return interval === null
    ? percent(estimate)
    : `${percent(estimate)} (${percent(interval.lower)} to ${percent(interval.upper)})`
}

function value({ estimate, interval, reason }: Estimate): string {
  if (estimate === null) return reason ?? 'none'
  const round = (number: number): string => formatNumber(number, 3)
  return interval === null
    ? round(estimate)
    : `${round(estimate)} (${round(interval.lower)} to ${round(interval.upper)})`
}

function togetherTable(result: LayersResult): SummaryTable {
  const { joint, independent, lift, frechet, effectiveLayers, captureRecapture, falsePositive, benign } = result
  return {
    caption: 'All detectors together',
    header: ['measure', 'value'],
    rows: [
      ['missed by all, measured', share(joint)],
      ['at most, one-sided 95 %', percent(joint.upper95)],
      ['if misses were independent', percent(independent)],
      [
        'what the miss rates guarantee',
        frechet === null ? 'none' : `${percent(frechet.lower)} to ${percent(frechet.upper)}`,
      ],
      ['measured over independent', value(lift)],
      ['effective number of layers', value(effectiveLayers)],
      ['missed by all, by capture-recapture', value(captureRecapture.missed)],
      ...(benign === 0
        ? []
        : [
            ['benign flagged by any, measured', share(falsePositive)],
            ['benign flagged: at most the sum', percent(falsePositive.unionBound)],
            ['benign flagged if independent', percent(falsePositive.independent)],
          ]),
    ],
  }
}

function detectorTable({ detectors, benign }: LayersResult): SummaryTable {
  return {
    caption: 'Each detector',
    header: ['detector', 'misses', ...(benign === 0 ? [] : ['flags benign']), 'catches alone', 'adds'],
    rows: detectors.map(({ name, miss, falsePositive, soleCatches, marginalGain, redundant }) => [
      name,
      share(miss),
      ...(benign === 0 ? [] : [share(falsePositive)]),
      String(soleCatches),
      redundant ? 'nothing: redundant here' : share(marginalGain),
    ]),
  }
}

function pairTable({ pairs }: LayersResult): SummaryTable {
  return {
    caption: 'Every two detectors',
    header: [
      'detectors',
      'both miss',
      'if independent',
      'second misses what first missed',
      'first misses what second missed',
    ],
    rows: pairs.map(({ first, second, joint, independent, secondGivenFirst, firstGivenSecond }) => [
      `${first}, ${second}`,
      share(joint),
      percent(independent),
      share(secondGivenFirst),
      share(firstGivenSecond),
    ]),
  }
}

function associationTable({ pairs }: LayersResult): SummaryTable {
  const round = (number: number): string => formatNumber(number, 3)
  return {
    caption: 'How their misses hang together',
    header: ['detectors', 'phi', 'of its maximum', 'tetrachoric', 'kappa', "Yule's Q", 'McNemar p', 'overlap p (Holm)'],
    rows: pairs.map(({ first, second, phi, phiMax, tetrachoric, kappa, yuleQ, mcnemar, fisherHolm }) => [
      `${first}, ${second}`,
      value(phi),
      phiMax === null ? 'none' : round(phiMax),
      value(tetrachoric),
      value(kappa),
      value(yuleQ),
      round(mcnemar.exactP),
      round(fisherHolm),
    ]),
  }
}

function stratumTable({ strata, detectors }: LayersResult): SummaryTable {
  return {
    caption: 'By stratum',
    header: ['stratum', 'items', 'missed by all', 'if independent', ...detectors.map(({ name }) => `${name} misses`)],
    rows: strata.map(({ name, n, joint, independent, misses }) => [
      name,
      String(n),
      share(joint),
      percent(independent),
      ...misses.map(({ estimate }) => percent(estimate)),
    ]),
  }
}

function greedyTable({ greedy }: LayersResult): SummaryTable {
  return {
    caption: 'Best next detector per cost',
    header: ['detector', 'cost', 'newly caught', 'missed by all so far'],
    rows: greedy.map(({ name, cost, gain, missAfter }) => [
      name,
      formatNumber(cost, 3),
      String(gain),
      share(missAfter),
    ]),
  }
}

function extrapolationTable({ extrapolation, detectors }: LayersResult): SummaryTable {
  const { layers, copulaCorrelation, intraclassCorrelation } = extrapolation
  const wanted = layers.filter(({ k }) => k <= Math.max(5, detectors.length) || k === layers.length)
  return {
    caption: `More layers of this kind (copula r ${formatNumber(copulaCorrelation ?? 0, 2)}, intraclass ${formatNumber(intraclassCorrelation ?? 0, 2)})`,
    header: ['layers', 'measured', 'copula', 'beta-binomial', 'if independent'],
    rows: wanted.map(({ k, measured, copula, betaBinomial, independent }) => [
      String(k),
      measured === null ? '–' : percent(measured),
      percent(copula),
      percent(betaBinomial),
      percent(independent),
    ]),
  }
}

function chainTable(chain: ChainResult): SummaryTable {
  const round = (number: number | null): string => (number === null ? 'none' : formatNumber(number, 3))
  const { cost, latency, reached, mode, stages, miss, falsePositive } = chain
  return {
    caption: `Chain, ${mode}: ${stages.join(', ')}`,
    header: ['measure', 'positives', 'benign', 'traffic'],
    rows: [
      [
        'pass the chain',
        share(miss),
        falsePositive.estimate === null ? 'none' : percent(1 - falsePositive.estimate),
        '',
      ],
      ['mean cost', round(cost.positive), round(cost.benign), round(cost.traffic)],
      ['mean latency', round(latency.positive), round(latency.benign), round(latency.traffic)],
      ...reached.map(({ name, positive, benign }) => [`reach ${name}`, percent(positive), percent(benign), '']),
    ],
  }
}
