import { Command, Option } from 'commander'
import type { Answer } from '../answers/answer.js'
import { joinedAnswer } from '../answers/joined-answer.js'
import type { EvalRunOptions } from '../evals/eval-run-options.js'
import { answeredRun } from '../evals/answered-run.js'
import { prepareRuns } from '../evals/prepare-run.js'
import { checkSignKey } from '../evals/signatures.js'
import { createRunBar } from '../evals/run-progress.js'
import { assignmentFlag, levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'

const help = `
TASK is a .js, .mjs or .ts file, a .yaml file (also promptfooconfig.yaml), or one of: warehouse-sums, unit-traps, planted-secrets (bundled), and with --data FILE
gsm8k, truthfulqa, bbq, humaneval, model-written. Models: openai/NAME, anthropic/NAME, compatible/NAME and completions/NAME with
--model-base-url, simulated/0.8, or a module's path. Keys come from OPENAI_API_KEY, ANTHROPIC_API_KEY or MODEL_API_KEY.

A finished attempt is in the log within milliseconds. --resume goes on with the newest unfinished log of the task and model.
Every log is a recording: --replay LOG runs the task again with its answers, and says where the outcome is not the same.
Exit codes: 0 passed, 1 an attempt, a threshold or a replay failed, 2 the run could not begin.

Examples:
  safety-portfolio eval run warehouse-sums --model simulated/0.8
  safety-portfolio eval run task.yaml --model compatible/llama --model-base-url http://127.0.0.1:8000/v1 --threshold "lower(numeric) >= 0.7"`

/** `safety-portfolio eval run`. */
export function evalRunCommand(io: Io, exit: Exit): Command {
  const texts = repeatable((text) => text)
  const pairs = repeatable(assignmentFlag)
  const command = new Command('run')
    .description('Run a task against a model: scores with intervals, every attempt in a log that survives any crash.')
    .argument('<task>', 'a file, or the name of a built-in task')
    .option('--model <name>', 'the model under test (default: simulated/0.8, or the one that is replayed)')
    .option('--model-base-url <url>', "address of the model's server")
    .addOption(new Option('--role <role=model>', 'model of another role, such as grader; repeatable').argParser(pairs))
    .option('--data <file>', 'data of a built-in task')
    .addOption(new Option('--arg <name=value>', 'argument of a task that is a function; repeatable').argParser(pairs))
    .addOption(new Option('--limit <n>', 'only the first so many questions').argParser(wholeFlag(1)))
    .addOption(new Option('--epochs <k>', 'attempts at each question').argParser(wholeFlag(1)))
    .addOption(new Option('--max-connections <n>', 'most calls at a time').argParser(wholeFlag(1)).default(20))
    .addOption(new Option('--max-samples <n>', 'attempts under way at a time').argParser(wholeFlag(1)))
    .addOption(new Option('--retries <n>', 'tries of a call after the first').argParser(wholeFlag(0)).default(5))
    .option('--log-dir <dir>', 'folder of the log', 'logs')
    .option('--resume [log]', 'go on with an unfinished log: the newest of this task and model, or the one named')
    .option('--retry-errors', 'when resuming, begin attempts that failed again')
    .addOption(new Option('--stop-after-errors <n>', 'stop once so many attempts failed').argParser(wholeFlag(1)))
    .option('--cache <dir>', 'keep answers, and take them from there')
    .option('--explain-misses', 'say why answers were not in the cache')
    .option('--record <file>', 'add every answer of a model to this file, a line of JSON each')
    .option(
      '--replay <file>',
      'take all answers from a recording (.jsonl) or a log, ask no model, and compare with the log',
    )
    .addOption(new Option('--budget-tokens <n>', 'end the run at so many tokens').argParser(wholeFlag(1)))
    .addOption(
      new Option('--budget-cost <usd>', 'end the run at so many dollars; needs --price').argParser(positiveFlag),
    )
    .addOption(new Option('--budget-seconds <s>', 'end the run after so many seconds').argParser(positiveFlag))
    .addOption(new Option('--price <model=in,out>', 'dollars per million tokens; repeatable').argParser(pairs))
    .option('--sandbox <kind>', 'where commands of the model run: docker:IMAGE (no network, no mounts), or local')
    .option('--approval <policy>', 'who decides about calls of tools: auto, human, deny, or a YAML file')
    .addOption(
      new Option('--hooks <file>', 'module whose hooks are called as the run goes on; repeatable').argParser(texts),
    )
    .option('--otlp <url>', 'send spans of the run to an OpenTelemetry collector, OTLP over HTTP')
    .option('--otlp-content', 'with prompts, answers and explanations')
    .addOption(
      new Option('--progress <kind>', 'a bar on a terminal and lines elsewhere, lines, lines of JSON, or nothing')
        .choices(['auto', 'plain', 'json', 'none'])
        .default('auto'),
    )
    .option('--sign-key <file>', 'sign the head of the log with this Ed25519 key (PEM), into a file beside it')
    .option('--stream', 'ask for answers as streams')
    .addOption(
      new Option('--threshold <rule>', '"numeric >= 0.8" or "lower(numeric) >= 0.8"; repeatable').argParser(texts),
    )
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .option('--html <file>', 'write a report of the log, one file')
    .option('--junit <file>', 'write the outcome as JUnit XML')
    .option('--github-summary', 'append the outcome to the file that GITHUB_STEP_SUMMARY names')
    .option('--preregistration <file>', 'hold the run against what was registered before')
    .addHelpText('after', help)
  return answering<EvalRunOptions>(command, io, exit, async (given, options, { progress }) => {
    await checkSignKey(options, io)
    const prepared = await prepareRuns(given!, options, io)
    const bar = createRunBar(io, options.quiet === true ? 'none' : options.progress)
    const stop = new AbortController()
    const interrupt = (): void => {
      stop.abort(new Error('interrupted'))
    }
    process.once('SIGINT', interrupt)
    process.once('SIGTERM', interrupt)
    try {
      progress.end()
      const answers: Answer[] = []
      for (const one of prepared) {
        answers.push(await answeredRun(one, options, io, { bar, signal: stop.signal }))
        if (stop.signal.aborted) break
      }
      return answers.length === 1 ? answers[0]! : joinedAnswer(answers)
    } finally {
      bar.end()
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    }
  })
}
