import type { Hooks } from '@safety-portfolio/evals'
import type { RunOptions } from '@safety-portfolio/evals/node'
import type { Io } from '../io/io.js'
import { UsageError } from '../usage-error.js'
import type { EvalRunOptions } from './eval-run-options.js'
import { otlpHeaders } from './otlp-headers.js'

/** Where commands of the model run, who approves calls of tools, and who watches the run. */
export async function runSurroundings(options: EvalRunOptions, io: Io): Promise<Partial<RunOptions>> {
  const { sandbox, approval } = options
  if (options.otlpContent === true && options.otlp === undefined) throw new UsageError('--otlp-content needs --otlp.')
  const { humanApprover, resolveApproval, resolveSandbox } = await import('@safety-portfolio/evals/node')
  const human = humanApprover({ input: process.stdin, output: process.stderr })
  const hooks = await hooksOf(options, io)
  return {
    ...(sandbox === undefined ? {} : { sandbox: resolveSandbox(sandbox) }),
    ...(approval === undefined ? {} : { approval: await resolveApproval(approval, io.cwd(), human) }),
    ...(hooks.length === 0 ? {} : { hooks }),
  }
}

async function hooksOf({ hooks = [], otlp, otlpContent }: EvalRunOptions, io: Io): Promise<readonly Hooks[]> {
  const { loadHooks, otlpHooks } = await import('@safety-portfolio/evals/node')
  const own = await Promise.all(hooks.map((file) => loadHooks(file, io.cwd())))
  if (otlp === undefined) return own.flat()
  try {
    return [...own.flat(), otlpHooks({ url: otlp, headers: otlpHeaders(io.env), content: otlpContent === true })]
  } catch {
    throw new UsageError(`--otlp '${otlp}' must be the address of a collector, such as http://127.0.0.1:4318.`)
  }
}
