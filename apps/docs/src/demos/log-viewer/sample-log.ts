import { simulatedModel, writeZipLog, type EvalLog, type EvalSample } from '@safety-portfolio/evals'

/** A log that the page makes itself: sums, answered by a simulated model of which 8 in 10 answers are right. */
export async function sampleLog(): Promise<Uint8Array> {
  const model = simulatedModel({ ability: 0.8, seed: 3 })
  const samples: EvalSample[] = []
  for (let id = 1; id <= 24; id += 1) {
    const input = `What is ${id} + ${id}?`
    const target = String(2 * id)
    const { completion, choices, usage } = await model.generate({
      messages: [{ role: 'user', content: input }],
      tools: [],
      toolChoice: 'none',
      config: {},
      sample: { id, epoch: 1, target, choices: null, metadata: {} },
    })
    samples.push({
      id,
      epoch: 1,
      input,
      target,
      messages: [{ role: 'user', content: input }, choices[0]!.message],
      output: { model: model.name, choices, completion },
      scores: { includes: { value: completion.includes(target) ? 'C' : 'I', answer: completion, history: [] } },
      metadata: {},
      store: {},
      events: [],
      model_usage: usage === undefined ? {} : { [model.name]: usage },
      role_usage: {},
      attachments: {},
    })
  }
  const log: EvalLog = {
    version: 2,
    status: 'success',
    eval: {
      task: 'sums',
      model: model.name,
      created: '2026-01-01T00:00:00+00:00',
      dataset: { name: 'sums' },
      config: {},
    },
    plan: { name: 'plan', steps: [], config: {} },
    stats: {},
    samples,
  }
  return writeZipLog(log)
}
