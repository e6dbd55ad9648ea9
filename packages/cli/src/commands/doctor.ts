import { Command, Option } from 'commander'
import { doctorAnswer } from '../answers/doctor.js'
import { asksModels, type PlannedModel } from '../assess/plan.js'
import { fine, type Check } from '../doctor/check.js'
import { repeatable } from '../flags.js'
import type { Io } from '../io/io.js'
import { today } from '../policies/today.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'

const help = `
With a plan, the models, files and policy of the plan are looked at; without one, those that --model names. Keys are never printed. Every endpoint is asked for its list
of models and for one short answer, which may cost a fraction of a cent; --no-ask leaves the answer out. Exit code 1 where there is a problem.

Examples:
  safety-portfolio doctor
  safety-portfolio doctor plan.yaml --json
  safety-portfolio doctor --model compatible/llama --model-base-url http://127.0.0.1:8000/v1`

interface DoctorOptions extends CommonOptions {
  readonly model?: readonly string[]
  readonly modelBaseUrl?: string
  readonly folder: string
  readonly ask: boolean
}

/** `safety-portfolio doctor`: whether an assessment could run here. */
export function doctorCommand(io: Io, exit: Exit): Command {
  const command = new Command('doctor')
    .description('Whether an assessment could run here: Node, clock, disk, keys, endpoints, files.')
    .argument('[plan]', 'plan in YAML or JSON')
    .addOption(
      new Option('--model <name>', 'a model to look at besides those of the plan; repeatable').argParser(
        repeatable((text) => text),
      ),
    )
    .option('--model-base-url <url>', 'address of the server of models that name none')
    .option('--folder <dir>', 'where the assessment would be written', 'safety-portfolio-assessment')
    .option('--no-ask', 'do not ask endpoints for an answer')
    .addHelpText('after', help)
  return answering<DoctorOptions>(command, io, exit, async (file, options, work) => {
    // Everything is loaded only now: other commands start without it.
    const { clockCheck, diskChecks, nodeCheck, signingCheck } = await import('../doctor/environment-checks.js')
    const { endpointChecks } = await import('../doctor/endpoint-checks.js')
    const { planChecks } = await import('../doctor/plan-checks.js')
    const { planFrom, readPlan } = await import('../assess/read-plan.js')
    const { realModel } = await import('../assess/assessment.js')
    work.progress.step('Looking at this machine')
    const checks: Check[] = [nodeCheck(), clockCheck(io), ...(await diskChecks(resolvePath(io, options.folder)))]
    checks.push(signingCheck(io))
    const given = file === undefined ? null : await readPlan(file, work)
    const plan = given?.plan ?? planFrom('models: [none]', 'no plan').plan
    if (given !== null) checks.push(...(await planChecks(given, plan.asOf ?? today(io), work)))
    const named = (options.model ?? []).map((name): PlannedModel => ({ name }))
    const baseUrl = options.modelBaseUrl ?? plan.modelBaseUrl
    const planned = given === null ? [] : plan.models
    const asked = asksModels(plan)
    if (!asked) checks.push(...planned.map(({ name }) => fine(name, 'nothing is asked of it')))
    for (const model of [...(asked ? planned : []), ...named]) {
      work.progress.step(`Looking at ${model.name}`)
      const make = (wanted: PlannedModel) => realModel(wanted, { ...plan, modelBaseUrl: baseUrl }, work)
      checks.push(...(await endpointChecks(model, { io, baseUrl, ask: options.ask, make })))
    }
    return doctorAnswer(checks)
  })
}
