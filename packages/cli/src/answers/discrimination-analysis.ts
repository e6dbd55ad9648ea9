import type {
  DiscriminationAnalysis,
  DiscriminationScore,
  Intersections,
  PublishedFile,
} from '@safety-portfolio/discrimination'
import type { Estimate } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** Discrimination scores. The caller has seen that they were not refused. */
export function discriminationAnswer(analysis: DiscriminationAnalysis, published: PublishedFile | null): Answer {
  return {
    title: 'Discrimination scores',
    lead: `${lead(analysis)}${published === null ? '' : ` The file is ${published.name} of ${published.source}.`}`,
    tables: [
      ...(analysis.card === null ? [scoreTable(analysis)] : [cardTable(analysis)]),
      scaleTable(analysis.scores),
      directionTable(analysis),
      selfCheckTable(analysis),
      ...intersectionTables(analysis.intersections),
    ],
    basis: basisOf(analysis),
    result: { ...analysis, published },
    fine: analysis.model === null || analysis.model.converged,
  }
}

/** One analysis for each value of a column. */
export function discriminationByAnswer(
  column: string,
  analyses: readonly { readonly value: string; readonly analysis: DiscriminationAnalysis }[],
): Answer {
  const known = analyses.filter(({ analysis }) => analysis.refusal === null)
  const refused = analyses.filter(({ analysis }) => analysis.refusal !== null)
  const codes = new Set<string>()
  const warnings = analyses.flatMap(({ value, analysis }) =>
    analysis.warnings.flatMap(({ code, message }) => {
      const key = `${code} ${message}`
      if (codes.has(key)) return []
      codes.add(key)
      return [{ code, message: `${column}=${value}: ${message}` }]
    }),
  )
  return {
    title: `Discrimination scores by ${column}`,
    lead: `${counted(analyses.length, 'value')} of ${column}${refused.length === 0 ? '' : `; refused: ${refused.map(({ value }) => value).join(', ')}`}. Scores of different values share their questions: use interventions for their differences.`,
    tables: known.map(({ value, analysis }) => ({ ...scoreTable(analysis), caption: `${column}=${value}: scores` })),
    basis: {
      method: known[0]?.analysis.method ?? 'none',
      assumptions: known[0]?.analysis.assumptions ?? [],
      warnings,
    },
    result: { by: column, groups: analyses.map(({ value, analysis }) => ({ value, ...analysis })) },
    fine: refused.length === 0 && known.every(({ analysis }) => analysis.model?.converged !== false),
  }
}

function basisOf({ method, assumptions, warnings }: DiscriminationAnalysis): Answer['basis'] {
  return { method, assumptions, warnings }
}

const asText = (levels: Readonly<Record<string, string | number>>): string =>
  Object.entries(levels)
    .map(([name, level]) => `${name} ${level}`)
    .join(', ')

function lead({ n, questions, baseline, constant, scores, decisions, model }: DiscriminationAnalysis): string {
  const words = finding(scores)
  const proof =
    model === null
      ? ''
      : model.converged
        ? ` The fit is a certified optimum${model.certificate?.boundary === true ? ' on the boundary' : ''}.`
        : ' The fit is not proven to be the optimum: do not use the logit scale.'
  const fixed = Object.keys(constant).length === 0 ? '' : ` (always: ${asText(constant)})`
  return `${counted(n, 'decision')} on ${counted(questions, 'question')}, relative to ${asText(baseline)}${fixed}. ${words} In ${decisions.mixedQuestions} of ${questions} questions the decision depends on the person.${proof}`
}

/** What the scores show, in a sentence. Bootstraps give intervals and no p-values. */
function finding(scores: DiscriminationAnalysis['scores']): string {
  const tested = scores.some(({ adjustedP }) => adjustedP !== null)
  const found = scores.filter(({ adjustedP, direction }) =>
    tested ? adjustedP !== null && adjustedP < 0.05 : direction !== 'undetermined',
  )
  const by = tested ? 'Holm p < 0.05' : 'the interval excludes 0'
  if (found.length > 0) {
    return `${found.map(({ term, estimate }) => `${term} ${estimate! > 0 ? 'favoured' : 'disfavoured'}`).join(', ')} (${by}).`
  }
  return tested
    ? 'No score differs from 0 at 5 % after adjustment for their number, which is not evidence of none: give --margin for that.'
    : 'No interval of a score excludes 0, which is not evidence of none: give --margin for that.'
}

const spread = (se: number | null): number | null => (se !== null && se > 0 ? se : null)

function cells({ estimate, se, interval, reason }: DiscriminationScore): readonly [string, string] {
  return estimateCells({ estimate, standardError: spread(se), interval, ...(reason === undefined ? {} : { reason }) })
}

function scoreTable({ scores }: DiscriminationAnalysis): SummaryTable {
  return {
    caption: 'Scores: mean difference of the logit of yes, above 0 in favour',
    header: [
      'score',
      'estimate',
      intervalHeader(scores.map(({ interval }) => interval)),
      'standard error',
      'df',
      'p',
      'Holm p',
    ],
    rows: scores.map((score) => [
      score.term,
      ...cells(score),
      standardErrorCell(score.se),
      score.df === null ? (score.se === null ? 'none' : '∞') : formatNumber(score.df, 3),
      p(score.p),
      p(score.adjustedP),
    ]),
  }
}

const p = (value: number | null): string => (value === null ? 'none' : formatNumber(value, 2))

function cardTable({ card, scores }: DiscriminationAnalysis): SummaryTable {
  const list = card ?? []
  return {
    caption: 'Differences of mean logits: against all rows of the baseline level, and against the baseline person',
    header: [
      'score',
      'baseline level',
      intervalHeader(scores.map(({ interval }) => interval)),
      'baseline person',
      'interval',
    ],
    rows: list.map(({ term, marginal, singleCell }) => [
      term,
      ...estimateCells(marginal),
      ...estimateCells(singleCell),
    ]),
  }
}

function scaleTable(scores: readonly DiscriminationScore[]): SummaryTable {
  return {
    caption: 'The same on the scales of probability and decision',
    header: ['score', 'change of p(yes)', 'interval', 'flipped decisions', 'to yes, to no', 'ratio of yes rates'],
    rows: scores.map(({ term, probabilityScale, decisionFlips, impactRatio }) => [
      term,
      ...estimateCells(probabilityScale),
      decisionFlips.rate === null
        ? 'none'
        : `${decisionFlips.flips} of ${decisionFlips.pairs}${range(decisionFlips.interval, (value) => `${formatNumber(100 * value, 2)} %`)}`,
      `${decisionFlips.toYes}, ${decisionFlips.toNo}`,
      `${estimateCells(impactRatio)[0]}${range(impactRatio.interval, (value) => formatNumber(value, 3))}${impactRatio.outsideFourFifths === true ? ' outside 4/5' : ''}`,
    ]),
  }
}

function range(interval: Estimate['interval'], format: (value: number) => string): string {
  return interval === null ? '' : ` (${format(interval.lower)} to ${format(interval.upper)})`
}

function directionTable({ scores, questions }: DiscriminationAnalysis): SummaryTable {
  return {
    caption: 'Differences between questions: discrimination for and against can cancel in the mean',
    header: [
      'score',
      'sd over questions',
      'share favoured',
      'questions in favour',
      'questions against',
      'no relevant effect (TOST p)',
    ],
    rows: scores.map(({ term, directions, equivalence }) => [
      term,
      directions.standardDeviation === null
        ? 'none'
        : `${formatNumber(directions.standardDeviation, 3)}${range(directions.standardDeviationInterval, (value) => formatNumber(value, 3))}`,
      directions.shareFavoured === null ? 'none' : `${formatNumber(100 * directions.shareFavoured, 2)} %`,
      directions.favoured === null ? 'none' : `${directions.favoured} of ${questions}`,
      directions.disfavoured === null ? 'none' : `${directions.disfavoured} of ${questions}`,
      equivalence === null
        ? 'no margin given'
        : `${formatNumber(equivalence.p, 2)}${equivalence.equivalent ? ' shown' : ' not shown'}`,
    ]),
  }
}

function selfCheckTable({ selfCheck }: DiscriminationAnalysis): SummaryTable {
  return {
    caption: 'Self-check without a random-effects model',
    header: ['score', 'two-stage', 'standard error', 'cluster-robust CR2', 'standard error', 'agrees'],
    rows: selfCheck.scores.map(({ term, twoStage, clusterRobust, agrees }) => [
      term,
      ...(twoStage === null ? ['none', 'none'] : [formatNumber(twoStage.estimate), standardErrorCell(twoStage.se)]),
      ...(clusterRobust === null
        ? ['none', 'none']
        : [formatNumber(clusterRobust.estimate), standardErrorCell(clusterRobust.se)]),
      agrees === null ? 'no model' : agrees ? 'yes' : 'no',
    ]),
  }
}

function intersectionTables(found: Intersections | null): readonly SummaryTable[] {
  if (found === null) return []
  const table = (caption: string, list: Intersections['scores']): SummaryTable => ({
    caption,
    header: [
      'attributes',
      'estimate',
      intervalHeader(list.map(({ interval }) => interval)),
      'Holm p',
      'FDR p',
      'shrunken',
    ],
    rows: list.map(({ term, estimate, se, interval, holmP, falseDiscoveryP, shrunken }) => [
      term,
      ...estimateCells({ estimate, standardError: spread(se), interval }),
      p(holmP),
      p(falseDiscoveryP),
      shrunken.interval === null
        ? `${formatNumber(shrunken.estimate, 3)}, no spread`
        : `${formatNumber(shrunken.estimate, 3)}${range(shrunken.interval, (value) => formatNumber(value, 3))}`,
    ]),
  })
  if (found.reason !== undefined) {
    return [{ caption: 'Intersections', header: ['none', 'reason'], rows: [['intersections', found.reason]] }]
  }
  const joint = found.joint === null ? '' : `; joint test p = ${formatNumber(found.joint.p, 2)}`
  return [
    table(`Interactions: more than the sum of both effects${joint}`, found.interactions),
    table('Intersections against the baseline person', found.scores),
  ]
}
