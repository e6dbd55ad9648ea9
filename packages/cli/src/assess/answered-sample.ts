import type { EvalSample, Model, Task } from '@safety-portfolio/evals'

/** What the analyses need of an attempt. */
export type AnsweredSample = Pick<EvalSample, 'id' | 'epoch' | 'metadata' | 'output'>

/** Asks a model every question of a task once, without a log: for models that only exist for a moment. */
export async function askedWithoutLog(
  { dataset, config = {} }: Task,
  model: Model,
): Promise<readonly AnsweredSample[]> {
  const samples: AnsweredSample[] = []
  for await (const { id = samples.length + 1, input, metadata = {} } of dataset.samples()) {
    const output = await model.generate({
      messages: [{ role: 'user', content: typeof input === 'string' ? input : '' }],
      tools: [],
      toolChoice: 'none',
      config,
      sample: { id, epoch: 1, target: '', choices: null, metadata },
    })
    samples.push({ id, epoch: 1, metadata, output })
  }
  return samples
}
