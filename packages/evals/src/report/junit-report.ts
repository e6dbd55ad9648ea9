import { escapeMarkup } from './escape-markup.js'
import { digits, thresholdText, type RunOutcome } from './run-outcome.js'

/**
 * A run as JUnit XML, which CI systems show: a test case for the run itself, one for each threshold, and one for each score without a threshold. What is unknown fails.
 */
export function junitReport(run: RunOutcome): string {
  const suite = `${run.task} on ${run.model}`
  const cases = [
    testCase('run', run.status === 'success' ? null : (run.reason ?? run.status)),
    ...run.thresholds.map((one) =>
      testCase(thresholdText(one), one.passed ? null : `observed ${digits(one.observed)}`),
    ),
    ...run.scores
      .filter(({ scorer }) => run.thresholds.every((one) => one.scorer !== scorer))
      .map(({ scorer, mean, interval }) =>
        testCase(
          `${scorer} = ${digits(mean)} (${digits(interval?.lower)} to ${digits(interval?.upper)})`,
          mean === null ? 'no value' : null,
        ),
      ),
  ]
  const failures = cases.filter(({ failed }) => failed).length
  const attributes = `name="${escapeMarkup(suite)}" tests="${cases.length}" failures="${failures}" errors="0" time="${run.seconds.toFixed(3)}"`
  const body = cases.map(({ xml }) => xml(suite)).join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite ${attributes}>\n${body}\n</testsuite>\n</testsuites>\n`
}

function testCase(
  name: string,
  failure: string | null,
): { readonly failed: boolean; readonly xml: (suite: string) => string } {
  return {
    failed: failure !== null,
    xml: (suite) => {
      const open = `<testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}"`
      return failure === null ? `${open}/>` : `${open}><failure message="${escapeMarkup(failure)}"/></testcase>`
    },
  }
}
