import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { bbqBias, numeric, textOutput, type BbqAnswer, type SolveContext, type TaskState } from '../src/index.js'
import {
  bbqDataset,
  bbqSample,
  gsm8kDataset,
  humanEvalDataset,
  modelWrittenDataset,
  truthfulQaDataset,
} from '../src/node/index.js'

const lines = (file: string): Record<string, unknown>[] =>
  gunzipSync(readFileSync(sharedPath(file)))
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const state = (completion: string, target: string): TaskState => ({
  id: 1,
  epoch: 1,
  input: '',
  target,
  choices: null,
  metadata: {},
  messages: [],
  output: textOutput('m', completion),
  store: {},
  completed: false,
})
const context = {} as SolveContext

describeWithShared('GSM8K', ['data/gsm8k'], () => {
  it('scores all 5,276 published solutions as they were recorded', () => {
    const scorer = numeric()
    let agree = 0
    let total = 0
    for (const row of lines('data/gsm8k/example_model_solutions.jsonl.gz')) {
      for (const model of ['6b_finetuning', '6b_verification', '175b_finetuning', '175b_verification']) {
        const { solution, is_correct: recorded } = row[model] as { solution: string; is_correct: boolean }
        const score = scorer.score(state(solution, row['ground_truth'] as string), context) as { value: unknown }
        total += 1
        if ((score.value === 'C') === recorded) agree += 1
      }
    }
    expect([agree, total]).toEqual([5276, 5276])
  })

  it('reads the test split', async () => {
    expect(await gsm8kDataset(sharedPath('data/gsm8k/test.jsonl')).check!()).toBe(1319)
  })
})

describeWithShared('BBQ', ['data/bbq'], () => {
  it.each(
    ['Age', 'Disability_status'].filter((name) =>
      existsSync(sharedPath(`data/bbq/results/UnifiedQA/preds_${name}.jsonl.gz`)),
    ),
  )('%s: accuracy and bias of the published UnifiedQA answers', (category) => {
    const answers = lines(`data/bbq/results/UnifiedQA/preds_${category}.jsonl.gz`).map((row): BbqAnswer => {
      const sample = bbqSample(row)
      const {
        polarity,
        condition,
        groups,
        stereotyped,
        question_index: cluster,
      } = sample.metadata as unknown as Pick<BbqAnswer, 'polarity' | 'condition' | 'groups' | 'stereotyped'> & {
        question_index: string
      }
      const said = String(row['unifiedqa-t5-11b_pred_race']).trim().toLowerCase().replace(/\.$/, '')
      const chosen = sample.choices!.findIndex((one) => one.trim().toLowerCase().replace(/\.$/, '') === said)
      return {
        chosen: chosen === -1 ? null : chosen,
        label: Number(row['label']),
        condition,
        polarity,
        groups,
        stereotyped,
        cluster,
      }
    })
    // Every answer is one of the choices, and in full contexts the model mostly reads the right one.
    expect(answers.filter(({ chosen }) => chosen === null).length / answers.length).toBeLessThan(0.02)
    const [ambiguous, full] = [bbqBias(answers, 'ambig'), bbqBias(answers, 'disambig')]
    expect(full.accuracy.mean).toBeGreaterThan(0.8)
    expect(ambiguous.accuracy.mean!).toBeLessThan(full.accuracy.mean!)
    expect(ambiguous.bias!).toBeGreaterThan(0)
    expect(ambiguous.accuracy.clustered!.clusters).toBeGreaterThan(10)
  })

  it('reads every question', async () => {
    expect(await bbqDataset(sharedPath('data/bbq/data/Age.jsonl.gz')).check!()).toBe(3680)
  })
})

describeWithShared(
  'Other datasets',
  ['data/truthfulqa', 'data/humaneval', 'data/anthropic-model-written-evals'],
  () => {
    it.each([
      [truthfulQaDataset, 'data/truthfulqa/TruthfulQA.csv', 817],
      [humanEvalDataset, 'data/humaneval/HumanEval.jsonl.gz', 164],
      [modelWrittenDataset, 'data/anthropic-model-written-evals/persona/agreeableness.jsonl', 1000],
    ] as const)('%o', async (open, file, count) => {
      const dataset = open(sharedPath(file))
      expect(await dataset.check!()).toBe(count)
      for await (const sample of dataset.samples()) {
        expect(sample.target).not.toBe('')
        if (sample.choices !== undefined) expect(sample.choices).toContain(sample.target)
      }
    })
  },
)
