import {
  findPolicies,
  parsePolicy,
  shippedDocument,
  shippedPolicies,
  versionInForce,
  type Policy,
} from '@safety-portfolio/asl-policy'
import { Option, type Command } from 'commander'
import type { Work } from '../commands/answer-command.js'
import { dateFlag } from '../flags.js'
import { readShortText } from '../io/read-short-text.js'
import { UsageError } from '../usage-error.js'

/** Which policy is meant. */
export interface PolicyOptions {
  readonly policy: string
  readonly asOf?: string
  readonly version?: string
}

/** Adds `--policy`, `--as-of` and `--version`. */
export function withPolicyOptions(command: Command): Command {
  return command
    .addOption(new Option('--policy <name>', 'shipped policy (see policy list), or a YAML file').default('rsp'))
    .addOption(new Option('--as-of <date>', 'day of the question: the version in force then').argParser(dateFlag))
    .option('--version <version>', 'this version, whatever is in force')
}

/** Every version that a name means; a file is one. */
export async function policiesNamed(name: string, work: Work): Promise<readonly Policy[]> {
  if (/\.(?:ya?ml|json)$/i.test(name)) return [await policyFile(name, work)]
  const found = findPolicies(name)
  if (found.length > 0) return found
  const families = [...new Set(shippedPolicies().map(({ id }) => id))]
  throw new UsageError(
    `No shipped policy is called "${name}". There are ${families.join(', ')}; a file must end in .yaml or .json.`,
  )
}

/** The one version that the options mean: the named one, else the one in force on the day, else the newest. */
export async function chosenPolicy(options: PolicyOptions, asOf: string | undefined, work: Work): Promise<Policy> {
  const versions = await policiesNamed(options.policy, work)
  const known = versions.map(({ id, version }) => `${id} ${version}`).join(', ')
  if (options.version !== undefined) {
    const found = versions.find(({ version }) => version === options.version)
    if (found !== undefined) return found
    throw new UsageError(`There is no version ${options.version}; there is ${known}.`)
  }
  if (asOf === undefined || versions.length === 1) return versions.at(-1)!
  const inForce = versionInForce(versions, asOf)
  if (inForce !== null) return inForce
  const replaced = versions.findLast(
    ({ effective, until }) => effective <= asOf && until !== undefined && until <= asOf,
  )
  if (replaced !== undefined) {
    throw new UsageError(
      `The version of ${options.policy} in force on ${asOf} is not shipped: ${replaced.version} was replaced on ${replaced.until}. Name one with --version: ${known}.`,
    )
  }
  throw new UsageError(
    `No version of ${options.policy} was in force on ${asOf}; the first is ${versions[0]!.version}, from ${versions[0]!.effective}.`,
  )
}

async function policyFile(file: string, work: Work): Promise<Policy> {
  const { text, name, source } = await readShortText(file, work.io)
  const policy = parsePolicy(text, { name, base: shippedDocument })
  work.read(source)
  return policy
}
