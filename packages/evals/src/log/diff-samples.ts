import type { EvalSample, Score } from './eval-log.js'

/** An attempt that is not the same in two logs. */
export interface SampleDifference {
  readonly id: string | number
  readonly epoch: number
  /** `only-a` and `only-b`: the attempt is in one log alone. */
  readonly kind: 'differs' | 'only-a' | 'only-b'
  /** What differs: `input`, `target`, `answer`, `conversation`, `error`, `limit`, `score <name>`. */
  readonly parts: readonly string[]
  /** Score -> its value in either log, where they differ. */
  readonly scores: Readonly<Record<string, readonly [Score['value'] | null, Score['value'] | null]>>
}

/** Two logs, attempt by attempt. */
export interface SampleDiff {
  /** Attempts that are the same in both. */
  readonly same: number
  readonly differences: readonly SampleDifference[]
}

/**
 * Compares the attempts of two logs by id and epoch: questions, answers, conversations, errors, limits and scores. Times, usage and identifiers are
 * no difference.
 *
 * @param a - Attempts of one log.
 * @param b - Attempts of another.
 *
 * @example
 * ```ts
 * import { diffSamples, type EvalSample } from '@safety-portfolio/evals'
 *
 * const sample = (value: string): EvalSample => ({
 *   id: 1, epoch: 1, input: 'q', target: 't', messages: [], output: { completion: 'x' }, scores: { exact: { value } },
 *   metadata: {}, store: {}, events: [], model_usage: {}, role_usage: {}, attachments: {},
 * })
 * diffSamples([sample('C')], [sample('C')]).same // => 1
 * diffSamples([sample('C')], [sample('I')]).differences[0]?.parts // => ['score exact']
 * ```
 */
export function diffSamples(a: readonly EvalSample[], b: readonly EvalSample[]): SampleDiff {
  const key = ({ id, epoch }: EvalSample): string => `${id}@${epoch}`
  const others = new Map(b.map((sample) => [key(sample), sample]))
  const differences: SampleDifference[] = []
  let same = 0
  for (const sample of a) {
    const { id, epoch } = sample
    const other = others.get(key(sample))
    others.delete(key(sample))
    if (other === undefined) {
      differences.push({ id, epoch, kind: 'only-a', parts: [], scores: {} })
      continue
    }
    const scores = scoresThatDiffer(sample, other)
    const parts = [...partsThatDiffer(sample, other), ...Object.keys(scores).map((name) => `score ${name}`)]
    if (parts.length === 0) same += 1
    else differences.push({ id, epoch, kind: 'differs', parts, scores })
  }
  for (const { id, epoch } of others.values()) differences.push({ id, epoch, kind: 'only-b', parts: [], scores: {} })
  return { same, differences }
}

function partsThatDiffer(a: EvalSample, b: EvalSample): readonly string[] {
  const views: readonly (readonly [string, (sample: EvalSample) => unknown])[] = [
    ['input', ({ input }) => (typeof input === 'string' ? input : input.map(said))],
    ['target', ({ target }) => target],
    ['answer', ({ output }) => (output as { readonly completion?: unknown } | null)?.completion ?? ''],
    ['conversation', ({ messages }) => messages.map(said)],
    ['error', ({ error }) => error?.message ?? null],
    ['limit', ({ limit }) => limit?.type ?? null],
  ]
  return views.filter(([, view]) => JSON.stringify(view(a)) !== JSON.stringify(view(b))).map(([part]) => part)
}

/** Who said what. */
function said(message: unknown): unknown {
  const { role, content } = message as { readonly role?: unknown; readonly content?: unknown }
  return [role, textOf(content)]
}

function textOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content
  const texts = content.map((part: { readonly type?: unknown; readonly text?: unknown }) =>
    part.type === 'text' ? part.text : null,
  )
  return texts.every((text) => typeof text === 'string') ? texts.join('\n') : content
}

function scoresThatDiffer(a: EvalSample, b: EvalSample): SampleDifference['scores'] {
  const names = Object.keys({ ...a.scores, ...b.scores })
  return Object.fromEntries(
    names.flatMap((name) => {
      const pair = [a.scores?.[name]?.value ?? null, b.scores?.[name]?.value ?? null] as const
      return same(pair[0], pair[1]) ? [] : [[name, pair] as const]
    }),
  )
}

/** NaN, which means unscored, is the same as NaN; 1 and 1.0 and true are not told apart from each other by Python's logs. */
function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'boolean' ? Number(part) : typeof part === 'number' && Number.isNaN(part) ? 'NaN' : part,
    )
  return plain(a) === plain(b)
}
