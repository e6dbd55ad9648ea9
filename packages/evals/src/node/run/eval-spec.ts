import { randomBytes } from 'node:crypto'
import type { EvalSpec } from '../../log/eval-log.js'
import type { SandboxProvider } from '../../task/sandbox.js'
import type { Dataset, Task } from '../../task/task.js'
import { version } from '../../version.js'
import type { RunOptions } from './run-options.js'

/** A random id of 22 letters and digits, as Inspect's. */
export function shortId(): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  return Array.from(randomBytes(22), (byte) => alphabet[byte % alphabet.length]!).join('')
}

/** What makes two runs the same run: a log may only go on with what it began with. */
export function fingerprintOf(task: Task, options: RunOptions, epochs: number): Readonly<Record<string, string>> {
  const parts = (list: readonly { readonly name: string; readonly params: unknown }[]): string =>
    JSON.stringify(list.map(({ name, params }) => [name, params]))
  return {
    task: task.name,
    'task version': String(task.version ?? 0),
    model: options.model.name,
    'model settings': JSON.stringify(options.model.identity ?? {}),
    dataset: JSON.stringify([task.dataset.name, task.dataset.location ?? null]),
    limit: String(options.limit ?? 'none'),
    epochs: String(epochs),
    config: JSON.stringify(task.config ?? {}),
    solvers: parts(task.solvers ?? []),
    scorers: parts(task.scorers),
    ...(sandboxOf(task, options) === null ? {} : { sandbox: sandboxOf(task, options)!.type }),
    ...(approvalOf(task, options) === null ? {} : { approval: JSON.stringify(approvalOf(task, options)) }),
  }
}

function sandboxOf(task: Task, options: RunOptions): SandboxProvider | null {
  return options.sandbox ?? task.sandbox ?? null
}

/** A policy as Inspect's logs hold it. */
function approvalOf(task: Task, options: RunOptions): object | null {
  const policy = options.approval ?? task.approval ?? null
  if (policy === null) return null
  const approvers = policy.map(({ tools, approver: { name, params = {} } }) => ({
    name,
    tools: typeof tools === 'string' ? tools : [...tools],
    params,
  }))
  return { approvers }
}

/** The spec of a run, as a log holds it. */
export function evalSpec(
  task: Task,
  dataset: Dataset,
  options: RunOptions,
  run: { readonly epochs: number; readonly created: string; readonly taskId: string; readonly samples: number | null },
): EvalSpec {
  const { limits = {} } = task
  const whole = (value: number | undefined): number | null => (value === undefined ? null : Math.ceil(value))
  const roles = { ...task.roles, ...options.roles }
  const [sandbox, approval] = [sandboxOf(task, options), approvalOf(task, options)]
  return {
    eval_id: shortId(),
    run_id: shortId(),
    created: run.created,
    task: task.name,
    task_id: run.taskId,
    task_version: task.version ?? 0,
    task_attribs: {},
    task_args: {},
    task_args_passed: {},
    solver: (task.solvers ?? []).map(({ name }) => name).join(' > ') || 'generate',
    dataset: {
      name: dataset.name,
      ...(dataset.location === undefined ? {} : { location: dataset.location }),
      ...(run.samples === null ? {} : { samples: run.samples }),
      shuffled: false,
    },
    ...(sandbox === null ? {} : { sandbox: { type: sandbox.type, config: sandbox.config } }),
    model: options.model.name,
    model_generate_config: task.config ?? {},
    model_args: {},
    ...(Object.keys(roles).length === 0
      ? {}
      : {
          model_roles: Object.fromEntries(
            Object.entries(roles).map(([role, model]) => [role, { model: model.name, config: {}, args: {} }]),
          ),
        }),
    config: {
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      epochs: run.epochs,
      epochs_reducer: [...(task.reducers ?? ['mean'])],
      fail_on_error: false,
      continue_on_fail: true,
      log_samples: true,
      max_samples: options.maxSamples ?? null,
      message_limit: whole(limits.messages),
      token_limit: whole(limits.tokens),
      time_limit: whole(limits.time),
      working_limit: whole(limits.working),
      turn_limit: whole(limits.turns),
      cost_limit: limits.cost ?? null,
      ...(approval === null ? {} : { approval }),
    },
    scorers: task.scorers.map(({ name, params }) => ({
      name,
      options: params,
      metrics: [
        { name: 'accuracy', options: {} },
        { name: 'stderr', options: task.cluster === undefined ? {} : { cluster: task.cluster } },
        ...(task.metrics ?? []).map(({ name: metric, params: options = {} }) => ({ name: metric, options })),
      ],
      metadata: {},
    })),
    packages: { 'safety-portfolio': version },
    metadata: {
      ...options.metadata,
      ...task.metadata,
      safety_portfolio: { fingerprint: fingerprintOf(task, options, run.epochs), model: options.model.identity ?? {} },
    },
  }
}

/** Name of a log: `2026-01-02T03-04-05Z_task_id.eval`. */
export function logFileName(created: string, task: string, taskId: string): string {
  const safe = task.replaceAll(/[^A-Za-z0-9.-]+/g, '-').slice(0, 80)
  return `${created.replaceAll(':', '-')}_${safe}_${taskId}.eval`
}
