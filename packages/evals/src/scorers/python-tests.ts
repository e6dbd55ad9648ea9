import { unscored, type Scorer } from '../task/scorer.js'
import type { TaskState } from '../task/solver.js'
import { scorerOf } from './scorer-of.js'

/** Options of {@link pythonTests}. */
export interface PythonTestsOptions {
  readonly name?: string
  /** Seconds the tests may take. Default 30. */
  readonly timeout?: number
}

/**
 * Runs the answer with its tests in the attempt's sandbox, as HumanEval has them (Chen et al. 2021): the metadata's `test` defines `check`, which is called with the function
 * named by `entry_point`. Right where everything ran to its end; a program that ends before it is wrong. Without a sandbox the attempt is unscored.
 */
export function pythonTests(options: PythonTestsOptions = {}): Scorer {
  const { name = 'python_tests', timeout = 30 } = options
  return scorerOf(
    name,
    async (state, context) => {
      const { test, entry_point: entry } = state.metadata
      if (typeof test !== 'string' || typeof entry !== 'string' || !/^[A-Za-z_]\w*$/.test(entry))
        return unscored('the metadata has no test and entry_point')
      if (context.sandbox === undefined) return unscored('running the answer needs a sandbox')
      const answer = answerCode(state, entry)
      const mark = `passed ${context.seed.toString(36)} ${state.id}`
      const program = `${answer}\n\n${test}\n\ncheck(${entry})\nprint(${JSON.stringify(mark)})\n`
      const result = await context.sandbox.exec(['python3', '-'], { input: program, timeout })
      // An answer that leaves early, with exit(0), has passed nothing.
      const passed = result.code === 0 && result.stdout.trimEnd().endsWith(mark)
      const reason = result.timedOut ? `no end within ${timeout} seconds` : result.stderr.trim().split('\n').at(-1)!
      return {
        value: passed ? 'C' : 'I',
        answer,
        explanation: passed ? 'all tests passed' : reason || 'the program ended before its tests',
      }
    },
    { ...options },
  )
}

/** The code of an answer: its fenced block or all of it; the beginning of the function stands in the question where the answer only continues it. */
function answerCode({ input, output }: TaskState, entry: string): string {
  const fenced = /```(?:python|py)?[^\S\n]*\n([\s\S]*?)```/.exec(output.completion)?.[1]
  const code = fenced ?? output.completion
  const question = typeof input === 'string' ? input : ''
  const isWhole = new RegExp(`^(?:async )?def ${entry}\\b`, 'm').test(code)
  // What the question imports and defines before the function is needed either way.
  return isWhole
    ? `${question.slice(0, Math.max(0, question.search(new RegExp(`^def ${entry}\\b`, 'm'))))}${code}`
    : question + code
}
