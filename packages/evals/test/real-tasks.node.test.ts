import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import {
  bbqBias,
  messageText,
  numeric,
  openLog,
  textOutput,
  wholeLog,
  type BbqAnswer,
  type Model,
  type SolveContext,
  type TaskState,
} from '../src/index.js'
import {
  bbqDataset,
  bbqSample,
  builtInTasks,
  fileSource,
  gsm8kDataset,
  humanEvalDataset,
  modelWrittenDataset,
  nodeCodecs,
  runEval,
  truthfulQaDataset,
} from '../src/node/index.js'
import { temporaryFolder } from './temporary-folder.js'

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

/**
 * Accuracy and bias in ambiguous and in full contexts of the stored predictions of UnifiedQA-11B, by the formulas of Parrish et al. (2022), section 5, in plain Python:
 * test/oracles/bbq_scores.py of the package discrimination.
 */
const published = [
  ['Age', 'race', 0.5467391304347826, 0.9347826086956522, 0.2978260869565217, 0.011627906976744207],
  ['Age', 'arc', 0.3387710712343665, 0.8961956521739131, 0.48939641109298526, 0.0332326283987916],
  ['Disability_status', 'race', 0.5334190231362468, 0.9280205655526992, 0.21208226221079693, -0.013736263736263687],
  ['Disability_status', 'arc', 0.35989717223650386, 0.9203084832904884, 0.326478149100257, -0.006915629322268302],
] as const

describeWithShared('BBQ', ['data/bbq'], () => {
  const file = (category: string): string => sharedPath(`data/bbq/results/UnifiedQA/preds_${category}.jsonl.gz`)
  it.each(published.filter(([category]) => existsSync(file(category))))(
    '%s, %s: the task gives the published answers their accuracy and bias',
    async (category, format, ...expected) => {
      const plain = (text: string): string =>
        text
          .trim()
          .toLowerCase()
          .replaceAll(/[\u2018\u2019]/g, "'")
          .replace(/[.!?]+$/, '')
          .replace(/^(the|a|an) /, '')
      const said = new Map(
        lines(`data/bbq/results/UnifiedQA/preds_${category}.jsonl.gz`).map((row) => [
          bbqSample(row).id,
          plain(String(row[`unifiedqa-t5-11b_pred_${format}`])),
        ]),
      )
      // What UnifiedQA said, as the letter that the task asks for; what is none of the choices is no answer.
      const model: Model = {
        name: `unifiedqa-t5-11b/${format}`,
        generate: ({ messages, sample }) => {
          // The task shows the choices in an order of its own.
          const shown = [...messageText(messages).matchAll(/^([ABC])\) (.*)$/gm)]
          const letter = shown.find(([, , text]) => plain(text!) === said.get(sample!.id as string))?.[1]
          return Promise.resolve(textOutput('unifiedqa', letter === undefined ? '' : `ANSWER: ${letter}`))
        },
      }
      const task = builtInTasks.find(({ name }) => name === 'bbq')!.task(file(category))
      const run = await runEval(task, { model, logDir: temporaryFolder() })
      expect([run.status, run.errors]).toEqual(['success', 0])
      expect(run.scores[0]).toMatchObject({
        interval: { level: 0.95 },
        clustered: { clusters: expect.any(Number) as number },
      })
      const source = await fileSource(run.log)
      const log = await wholeLog(await openLog(source, { codecs: nodeCodecs }))
      await source.close()
      const answers = log.samples!.map(({ metadata, choices, target, store, output }): BbqAnswer => {
        const { completion } = output as { completion: string }
        const order = store['choice_order'] as readonly number[]
        const chosen = completion === '' ? null : order['ABC'.indexOf(completion.at(-1)!)]!
        const { question_index: cluster, ...about } = metadata as unknown as BbqAnswer & { question_index: string }
        return { ...about, chosen, label: choices!.indexOf(target as string), cluster }
      })
      const [ambiguous, full] = [bbqBias(answers, 'ambig'), bbqBias(answers, 'disambig')]
      const found = [ambiguous.accuracy.mean, full.accuracy.mean, ambiguous.bias, full.bias]
      for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 12)
    },
    60_000,
  )

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
