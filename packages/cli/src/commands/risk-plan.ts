import { Command, Option } from 'commander'
import { riskPlanAnswer, type RiskPlanInput } from '../answers/risk-plan.js'
import { levelFlag, numberFlag, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { countsFlag } from './number-list.js'

const help = `
Every question that the flags suffice for is answered:
  --target                          clean trials needed to bound a rate
  --trials [--hits] [--at]          what so many trials show, also if one looked all the time
  --miss-rate --phi [--positives]   positives needed to show that two filters share misses, and the power with so many
  --miss-rate --layers [--phi]      what gets through so many filters, independent and not
  --audited --success [--need]      how often an attacker wins at deployment, and with how many attempts

Examples:
  safety-portfolio risk plan --target 0.001
  safety-portfolio risk plan --trials 1000 --hits 0 --at 1e6
  safety-portfolio risk plan --miss-rate 0.1 --phi 0.2 --positives 500 --layers 3 --json`

type PlanFlags = CommonOptions & Omit<RiskPlanInput, 'seed'>

/** `safety-portfolio risk plan`: how much measuring a claim needs. */
export function riskPlanCommand(io: Io, exit: Exit): Command {
  const command = new Command('plan')
    .description('How many trials or positives a claim needs, and what those you have can show.')
    .addOption(new Option('--target <rate>', 'rate that is to be excluded').argParser(numberFlag))
    .addOption(new Option('--trials <n>', 'trials made').argParser(wholeFlag(1)))
    .addOption(new Option('--hits <n>', 'among them hits').argParser(wholeFlag(0)).default(0))
    .addOption(new Option('--at <n,...>', 'sizes of deployments').argParser(countsFlag))
    .addOption(new Option('--miss-rate <p>', 'of a filter').argParser(numberFlag))
    .addOption(new Option('--second-miss-rate <p>', 'of the other (default: the same)').argParser(numberFlag))
    .addOption(new Option('--phi <r>', 'correlation of their misses').argParser(numberFlag))
    .addOption(new Option('--positives <n>', 'positives at hand').argParser(wholeFlag(1)))
    .addOption(new Option('--power <p>', 'wanted').argParser(levelFlag).default(0.8))
    .addOption(new Option('--layers <k>', 'filters').argParser(wholeFlag(1)))
    .addOption(new Option('--audited <q>', 'chance that an attempt is audited').argParser(numberFlag))
    .addOption(new Option('--success <s>', 'chance that an unaudited one succeeds').argParser(numberFlag))
    .addOption(new Option('--need <n>', 'successes that count as harm').argParser(wholeFlag(1)).default(3))
    .addOption(new Option('--level <p>', 'confidence').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<PlanFlags>(command, io, exit, (_, flags) => {
    const inside = { target: flags.target, 'miss-rate': flags.missRate, 'second-miss-rate': flags.secondMissRate }
    for (const [name, value] of Object.entries(inside)) {
      if (value !== undefined && !(value > 0 && value < 1)) {
        throw new UsageError(`--${name} must lie between 0 and 1, got ${value}.`)
      }
    }
    for (const [name, value] of Object.entries({ audited: flags.audited, success: flags.success })) {
      if (value !== undefined && !(value >= 0 && value <= 1)) {
        throw new UsageError(`--${name} must lie between 0 and 1, got ${value}.`)
      }
    }
    if (flags.trials !== undefined && flags.hits > flags.trials) {
      throw new UsageError(`--hits ${flags.hits} is more than --trials ${flags.trials}.`)
    }
    if (flags.need > 200) throw new UsageError(`--need must be at most 200, got ${flags.need}.`)
    const answer = riskPlanAnswer(flags satisfies RiskPlanInput)
    if (answer === null) throw new UsageError(`These flags suffice for no question.${help}`)
    return answer
  })
}
