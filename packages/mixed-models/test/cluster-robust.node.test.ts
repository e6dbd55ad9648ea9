import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import { clusterRobust, fixedEffectTable, prepareModel } from '../src/index.js'
import type { ClusterRobustType } from '../src/index.js'
import { oracleJson, oracleRows } from './support/shared-data.js'

describeWithShared('cluster-robust covariance, against clubSandwich', ['oracles/mixed/inference.json'], () => {
  const oracle = (oracleJson('inference.json') as Record<string, Record<string, Record<string, number>>>)[
    'discrim_full_ols_cluster'
  ]!
  const model = prepareModel(
    'logit ~ age_z + gender + race + (1 | decision_question_id)',
    oracleRows('discrim_full.csv'),
    { baselines: { gender: 'male', race: 'white' } },
  )

  it.each(['CR0', 'CR1', 'CR1S', 'CR2'] as ClusterRobustType[])('%s', (type) => {
    for (const { term, estimate, se, df } of fixedEffectTable(clusterRobust(model, { type }))) {
      expect(estimate / oracle['coef']![term]!).toBeCloseTo(1, 9)
      expect(se / oracle[type]![term]!).toBeCloseTo(1, 8)
      expect(df).toBeCloseTo(69, 6)
    }
  })
})
