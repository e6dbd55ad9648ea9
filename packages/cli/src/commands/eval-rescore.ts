import { devNull } from 'node:os'
import path from 'node:path'
import { Command, Option } from 'commander'
import type { Model } from '@safety-portfolio/evals'
import { evalLogAnswer } from '../answers/eval-log.js'
import { explained, openEvalLog } from '../evals/open-eval-log.js'
import { explainedRun } from '../evals/explained-run.js'
import { writeFileWhole } from '../evals/write-file-whole.js'
import { assignmentFlag, repeatable, type Assignment } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface EvalRescoreOptions extends CommonOptions {
  readonly task: string
  readonly to?: string
  readonly data?: string
  readonly keep?: true
  readonly role?: readonly Assignment[]
  readonly modelBaseUrl?: string
  readonly sandbox?: string
}

/** `safety-portfolio eval rescore`: score the answers of a log again. */
export function evalRescoreCommand(io: Io, exit: Exit): Command {
  const command = new Command('rescore')
    .description('Score the answers of a log again with the scorers of a task, without asking the model under test.')
    .argument('<log>', 'a log')
    .requiredOption('--task <task>', 'a task whose scorers are used: a file or a built-in one')
    .option('--to <file>', 'log to write (default: beside the log, with -rescored in its name)')
    .option('--data <file>', 'data of a built-in task')
    .option('--keep', 'keep the scores of the log beside the new ones')
    .addOption(
      new Option('--role <role=model>', 'model of a role that scorers ask, such as grader; repeatable').argParser(
        repeatable(assignmentFlag),
      ),
    )
    .option('--model-base-url <url>', 'address of the server of those models')
    .option('--sandbox <kind>', 'where scorers run answers: docker:IMAGE, or local')
  return answering<EvalRescoreOptions>(command, io, exit, async (file, options, { progress, read }) => {
    const { bytesSource, logInfo, openLog, wholeLog, writeJsonLog, writeZipLog } =
      await import('@safety-portfolio/evals')
    const { loadTask, nodeCodecs, rescoreLog, resolveModel, resolveSandbox } =
      await import('@safety-portfolio/evals/node')
    const { log, bytes, source } = await openEvalLog(file!, io, progress)
    try {
      read(source)
      const task = await explainedRun(() => loadTask(options.task, io.cwd(), { data: options.data ?? devNull }))
      const roles: Record<string, Model> = {}
      for (const { name, value } of options.role ?? []) {
        roles[name] = await explainedRun(() =>
          resolveModel(value, { env: io.env, baseURL: options.modelBaseUrl, folder: io.cwd() }),
        )
      }
      const before = await explained(() => wholeLog(log))
      const after = await explainedRun(async () => {
        const sandbox = options.sandbox === undefined ? task.sandbox : resolveSandbox(options.sandbox)
        return rescoreLog(before, task.scorers, {
          roles: { ...task.roles, ...roles },
          keep: options.keep === true,
          ...(sandbox === undefined ? {} : { sandbox }),
        })
      })
      const { dir, name, ext } = path.parse(path.resolve(io.cwd(), file!))
      const to =
        options.to === undefined ? path.join(dir, `${name}-rescored${ext}`) : path.resolve(io.cwd(), options.to)
      const content = to.endsWith('.json') ? writeJsonLog(after) : writeZipLog(after, nodeCodecs)
      await writeFileWhole(to, content)
      const info = await logInfo(await openLog(bytesSource(content), { name: path.basename(to), codecs: nodeCodecs }))
      const answer = evalLogAnswer(info)
      return {
        ...answer,
        title: 'Rescored',
        lead: `${answer.lead} Written to ${to}.`,
        result: { ...info, written: to },
      }
    } finally {
      await bytes.close()
    }
  })
}
