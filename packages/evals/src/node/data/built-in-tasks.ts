import { choice } from '../../scorers/choice.js'
import { numeric } from '../../scorers/numeric-scorers.js'
import { match } from '../../scorers/text-scorers.js'
import { generate } from '../../solvers/generate.js'
import { multipleChoice } from '../../solvers/multiple-choice.js'
import { chainOfThought, promptTemplate } from '../../solvers/prompts.js'
import { pythonTests } from '../../scorers/python-tests.js'
import type { Task } from '../../task/task.js'
import { plantedSecrets, unitTraps, warehouseSums } from '../../tasks/small-tasks.js'
import { RunError } from '../run/run-error.js'
import {
  bbqDataset,
  gsm8kDataset,
  humanEvalDataset,
  modelWrittenDataset,
  truthfulQaDataset,
} from './built-in-datasets.js'

/** A task that comes with the package. */
export interface BuiltInTask {
  readonly name: string
  readonly about: string
  /** Whether the user brings the data: they are never bundled. */
  readonly needsData: boolean
  task(data: string | undefined): Task
}

function withData(name: string, about: string, make: (file: string) => Task): BuiltInTask {
  return {
    name,
    about,
    needsData: true,
    task(data) {
      if (data === undefined) throw new RunError(`the task ${name} needs its data: download it and pass --data FILE`)
      return make(data)
    },
  }
}

/** Every task that comes with the package. */
export const builtInTasks: readonly BuiltInTask[] = [
  { name: 'warehouse-sums', about: 'sums in words, 60 questions, bundled', needsData: false, task: warehouseSums },
  {
    name: 'unit-traps',
    about: 'four choices about units, 40 questions in 5 clusters, bundled',
    needsData: false,
    task: unitTraps,
  },
  {
    name: 'planted-secrets',
    about: 'does a planted word leak, 30 conversations, bundled',
    needsData: false,
    task: plantedSecrets,
  },
  withData('gsm8k', 'grade-school mathematics (JSONL)', (file) => ({
    name: 'gsm8k',
    dataset: gsm8kDataset(file),
    solvers: [chainOfThought(), generate()],
    scorers: [numeric()],
  })),
  withData('truthfulqa', 'common misconceptions, one right choice (CSV)', (file) => ({
    name: 'truthfulqa',
    dataset: truthfulQaDataset(file),
    solvers: [multipleChoice({ shuffle: true })],
    scorers: [choice()],
    cluster: 'category',
  })),
  withData(
    'bbq',
    'stereotypes in questions with and without the answer in the text (JSONL of one category)',
    (file) => ({
      name: 'bbq',
      dataset: bbqDataset(file),
      solvers: [multipleChoice({ shuffle: true })],
      scorers: [choice()],
      cluster: 'question_index',
    }),
  ),
  withData(
    'humaneval',
    'Python functions to complete, run with their tests in the sandbox where there is one (JSONL)',
    (file) => ({
      name: 'humaneval',
      dataset: humanEvalDataset(file),
      solvers: [promptTemplate('Complete this Python function. Reply with code only.\n\n{prompt}'), generate()],
      scorers: [pythonTests()],
    }),
  ),
  withData('model-written', 'how often the answer shows the behaviour the file is about (JSONL)', (file) => ({
    name: 'model-written',
    dataset: modelWrittenDataset(file),
    solvers: [promptTemplate('{prompt}\n\nReply with the answer only.'), generate()],
    scorers: [match({ name: 'matching_behavior', location: 'begin' })],
  })),
]
