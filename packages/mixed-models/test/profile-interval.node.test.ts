import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import { prepareModel, profileIntervals } from '../src/index.js'
import { oracleJson, oracleRows } from './support/shared-data.js'

// lme4 interpolates its profiles by splines.
const relativeTolerance = 1e-4

describeWithShared('sleepstudy: profile intervals of lme4', ['oracles/mixed/inference.json'], () => {
  const { rows, ci } = (
    oracleJson('inference.json') as { sleepstudy: { profile_ci_ml: { rows: string[]; ci: [number, number][] } } }
  ).sleepstudy.profile_ci_ml
  const intervals = profileIntervals(prepareModel('Reaction ~ Days + (Days | Subject)', oracleRows('sleepstudy.csv')))
  const order = ['(Intercept)', 'Days', '.sig01', '.sig03', '.sig02', '.sigma']

  it.each(order.map((name, k) => [name, k] as const))('%s', (name, k) => {
    const [lower, upper] = ci[rows.indexOf(name)]!
    expect(Math.abs(intervals[k]!.interval!.lower / lower - 1)).toBeLessThan(relativeTolerance)
    expect(Math.abs(intervals[k]!.interval!.upper / upper - 1)).toBeLessThan(relativeTolerance)
  })
})
