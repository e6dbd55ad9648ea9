import type { Interval } from '@safety-portfolio/stats'
import { digits, thresholdText, type RunOutcome } from './run-outcome.js'

/** A run as Markdown for the summary of a GitHub workflow. */
export function githubSummary(run: RunOutcome): string {
  const scores = run.scores.map(
    ({ scorer, mean, interval, standardError, n, unscored }) =>
      `| ${cell(scorer)} | ${digits(mean)} | ${interval === null ? 'none' : `${digits(interval.lower)} to ${digits(interval.upper)}`} | ${digits(standardError)} | ${n} | ${unscored} |`,
  )
  const thresholds = run.thresholds.map(
    (one) => `- ${one.passed ? '✅' : '❌'} ${cell(thresholdText(one))}, observed ${digits(one.observed)}`,
  )
  const level = run.scores.find(({ interval }) => interval !== null)?.interval?.level ?? 0.95
  return [
    `### ${cell(run.task)} on ${cell(run.model)}: ${run.status}`,
    '',
    ...(run.reason === null ? [] : [`${cell(run.reason)}.`, '']),
    `${run.samples} attempts, ${run.errors} failed, ${run.refusals} refused, ${run.filtered} filtered, ${run.seconds.toFixed(1)} s.`,
    '',
    `| score | mean | ${Math.round(level * 100)} % interval | standard error | questions | unscored |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...scores,
    ...errorBars(run),
    ...(thresholds.length === 0 ? [] : ['', ...thresholds]),
    '',
  ].join('\n')
}

/** What stands beside the interval: the exact one for rates, and both corrections and the bootstrap where questions have clusters. */
function errorBars({ scores }: RunOutcome): readonly string[] {
  const rows = scores.flatMap(({ scorer, clopperPearson, clustered }) => {
    const found = clopperPearson === null ? [] : [`Clopper-Pearson ${range(clopperPearson)}`]
    if (clustered !== null) {
      const { clusters, plain, finite, byQuestions, wildInterval } = clustered
      found.push(
        `${clusters} clusters: standard error ${digits(plain)} uncorrected, ${digits(finite)} with the finite correction, ${digits(byQuestions)} by questions`,
      )
      if (wildInterval !== null) found.push(`wild bootstrap ${range(wildInterval)}`)
    }
    return found.length === 0 ? [] : [`- ${cell(scorer)}: ${found.join('; ')}`]
  })
  return rows.length === 0 ? [] : ['', ...rows]
}

function range({ lower, upper }: Interval): string {
  return `${digits(lower)} to ${digits(upper)}`
}

/** Text that can end neither a cell nor a line, nor be markup. */
function cell(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#|<>!]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ')
}
