import type { Dataset, Sample } from '../../task/task.js'
import { fileDataset } from './file-dataset.js'
import { textField, type RawRow } from './row-schema.js'

/** GSM8K (Cobbe et al. 2021), a JSONL file with `question` and `answer`: the target is the number after `####`, the solution in the metadata. */
export function gsm8kDataset(file: string): Dataset {
  return fileDataset(file, {
    name: 'gsm8k',
    toSample: (row) => {
      const solution = textField(row, 'answer')
      const target = /####\s*(.+?)\s*$/.exec(solution)?.[1]
      if (target === undefined) throw new Error("the answer does not end in '#### <number>'")
      return { input: textField(row, 'question'), target: target.replaceAll(',', ''), metadata: { solution } }
    },
  })
}

/** TruthfulQA (Lin, Hilton and Evans 2022), its CSV: the best answer and the incorrect ones as choices, in an order that the question alone decides. */
export function truthfulQaDataset(file: string): Dataset {
  return fileDataset(file, {
    name: 'truthfulqa',
    toSample: (row, number) => {
      const clean = Object.fromEntries(Object.entries(row).map(([name, value]) => [name.replace('\uFEFF', ''), value]))
      const best = textField(clean, 'Best Answer').trim()
      const incorrect = textField(clean, 'Incorrect Answers')
        .split(';')
        .map((one) => one.trim())
        .filter(Boolean)
      const at = number % (incorrect.length + 1)
      return {
        input: textField(clean, 'Question'),
        choices: [...incorrect.slice(0, at), best, ...incorrect.slice(at)],
        target: best,
        metadata: { category: textField(clean, 'Category'), type: textField(clean, 'Type') },
      }
    },
  })
}

/**
 * BBQ (Parrish et al. 2022), a JSONL file of one category. Questions from the same template are a cluster: `question_index`. The metadata hold what the bias
 * score needs.
 */
export function bbqDataset(file: string): Dataset {
  return fileDataset(file, { name: 'bbq', toSample: bbqSample })
}

/** A row of BBQ as a question. */
export function bbqSample(row: RawRow): Sample {
  const choices = [0, 1, 2].map((index) => textField(row, `ans${index}`))
  const label = Number(row['label'])
  if (![0, 1, 2].includes(label)) throw new Error(`the label is ${String(row['label'])}, not 0, 1 or 2`)
  const groups = row['answer_info'] as Readonly<Record<string, readonly string[]>> | undefined
  const extra = row['additional_metadata'] as { readonly stereotyped_groups?: readonly string[] } | undefined
  if (groups === undefined || extra === undefined) throw new Error('answer_info or additional_metadata is missing')
  const category = textField(row, 'category')
  return {
    id: `${category}-${textField(row, 'example_id')}`,
    input: `${textField(row, 'context')}\n\n${textField(row, 'question')}`,
    choices,
    target: choices[label]!,
    metadata: {
      category,
      question_index: `${category}-${textField(row, 'question_index')}`,
      polarity: row['question_polarity'],
      condition: row['context_condition'],
      groups: [0, 1, 2].map((index) => groups[`ans${index}`]?.[1] ?? ''),
      stereotyped: extra.stereotyped_groups ?? [],
    },
  }
}

/** HumanEval (Chen et al. 2021), its JSONL: prompts. The tests are in the metadata; `pythonTests` runs them in a sandbox. */
export function humanEvalDataset(file: string): Dataset {
  return fileDataset(file, {
    name: 'humaneval',
    toSample: (row) => ({
      id: textField(row, 'task_id'),
      input: textField(row, 'prompt'),
      target: textField(row, 'canonical_solution'),
      metadata: { entry_point: textField(row, 'entry_point'), test: textField(row, 'test') },
    }),
  })
}

/** Model-written evals (Perez et al. 2022), a JSONL file: the target is the answer that shows the behaviour, so the mean is how often it is shown. */
export function modelWrittenDataset(file: string): Dataset {
  return fileDataset(file, {
    name: 'model-written',
    toSample: (row) => ({
      input: textField(row, 'question'),
      target: textField(row, 'answer_matching_behavior').trim(),
      metadata: {
        not_matching: textField(row, 'answer_not_matching_behavior').trim(),
        ...(row['label_confidence'] === undefined ? {} : { label_confidence: row['label_confidence'] }),
      },
    }),
  })
}
