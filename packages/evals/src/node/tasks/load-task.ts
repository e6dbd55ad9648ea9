import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { isObject } from '../../log/migrate-log.js'
import type { Task } from '../../task/task.js'
import { builtInTasks } from '../data/built-in-tasks.js'
import { promptfooRuns, type PromptfooRun } from '../promptfoo/load-suite.js'
import { RunError } from '../run/run-error.js'
import { allowOwnImports } from './own-imports.js'
import { yamlTask } from './yaml-task.js'

/** What a task may be made with. */
export interface TaskArguments {
  /** Data of a built-in task. */
  readonly data?: string | undefined
  /** Handed to a task that is a function. */
  readonly args?: Readonly<Record<string, string>>
}

/**
 * Loads a task: the name of a built-in one, a YAML file, a promptfoo configuration with one prompt, or a JavaScript or TypeScript module whose default export, or export `task`, is a task or a function that
 * makes one. TypeScript needs a Node that strips types (22.18 or later). A module's own imports of this package are served by this installation.
 *
 * @param given - Name or path.
 * @param folder - The folder that relative paths start from.
 * @throws RunError where there is no such task, or it is none.
 */
export async function loadTask(given: string, folder: string, options: TaskArguments = {}): Promise<Task> {
  const builtIn = builtInTasks.find(({ name }) => name === given)
  const data = options.data === undefined ? undefined : path.resolve(folder, options.data)
  if (builtIn !== undefined) return builtIn.task(data)
  const file = path.resolve(folder, given)
  if (!existsSync(file)) {
    throw new RunError(
      `there is no task ${given}: neither a file nor one of ${builtInTasks.map(({ name }) => name).join(', ')}`,
    )
  }
  const foreign = await promptfooRuns(given, folder, options.args)
  if (foreign !== null) return onlyTask(given, foreign)
  if (/\.ya?ml$/i.test(file)) return await yamlTask(await readFile(file, 'utf8'), file)
  if (!/\.[cm]?[jt]s$/i.test(file)) throw new RunError(`${given} must end in .js, .mjs, .ts, .mts, .yaml or .yml`)
  const found = await importTask(file, options.args ?? {})
  if (!isTask(found)) throw new RunError(`${given}: its default export is no task: it needs name, dataset and scorers`)
  return found
}

/** The task of a promptfoo configuration with one prompt, or whose prompt was chosen. */
function onlyTask(given: string, runs: readonly PromptfooRun[]): Task {
  const names = [...new Set(runs.map(({ task }) => task.name))]
  if (names.length > 1) {
    const list = names.map((name, index) => `${index + 1}: ${name}`).join(', ')
    throw new RunError(`${given} has ${names.length} prompts; choose one with the argument prompt: ${list}`)
  }
  return runs[0]!.task
}

async function importTask(file: string, args: Readonly<Record<string, string>>): Promise<unknown> {
  allowOwnImports()
  let module: Readonly<Record<string, unknown>>
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      throw new RunError(
        `${path.basename(file)}: this Node (${process.version}) does not read TypeScript; use 22.18 or later, or write .mjs`,
        { cause: error },
      )
    }
    throw new RunError(`${path.basename(file)} cannot be loaded: ${message}`, { cause: error })
  }
  const exported = module['default'] ?? module['task']
  return typeof exported === 'function' ? (exported as (given: object) => unknown)(args) : exported
}

function isTask(value: unknown): value is Task {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    isObject(value['dataset']) &&
    typeof value['dataset']['samples'] === 'function' &&
    Array.isArray(value['scorers'])
  )
}
