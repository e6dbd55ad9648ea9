import type { EvalLog, EvalSample } from '../src/index.js'

/** A log of yes and no, the last question right. */
export function smallLog(count = 3): EvalLog {
  const samples = Array.from({ length: count }, (_, index): EvalSample => {
    const right = index === count - 1
    return {
      id: index + 1,
      epoch: 1,
      input: `Is ${index} one less than ${count}?`,
      target: 'yes',
      messages: [{ role: 'user', content: `Is ${index} one less than ${count}?` }],
      output: { model: 'm', choices: [], completion: right ? 'yes' : 'no' },
      scores: { match: { value: right ? 'C' : 'I' } },
      metadata: { group: index % 2 },
      store: {},
      events: [],
      model_usage: { m: { input_tokens: 5, output_tokens: 1, total_tokens: 6 } },
      role_usage: {},
      attachments: {},
    }
  })
  return {
    version: 2,
    status: 'success',
    eval: { task: 'small', model: 'm', created: '2026-01-02T03:04:05Z', dataset: {}, config: {} },
    plan: {},
    stats: {},
    results: {
      total_samples: count,
      completed_samples: count,
      scores: [
        {
          name: 'match',
          scorer: 'match',
          params: {},
          metrics: { accuracy: { name: 'accuracy', value: 1 / count, params: {} } },
        },
      ],
    },
    samples,
  }
}
