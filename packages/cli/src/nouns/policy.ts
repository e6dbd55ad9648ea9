import { policyCheckCommand } from '../commands/policy-check.js'
import { policyDecideCommand } from '../commands/policy-decide.js'
import { policyDiffCommand } from '../commands/policy-diff.js'
import { policyDueCommand } from '../commands/policy-due.js'
import { policyExplainCommand } from '../commands/policy-explain.js'
import { policyListCommand } from '../commands/policy-list.js'
import { policyLogCommand } from '../commands/policy-log.js'
import { policyReplayCommand } from '../commands/policy-replay.js'
import { policyShowCommand } from '../commands/policy-show.js'
import { policyTestCommand } from '../commands/policy-test.js'
import type { Verb } from './noun.js'

/** What `safety-portfolio policy` can do, in the order of its help. */
export const verbs: readonly Verb[] = [
  policyDecideCommand,
  policyExplainCommand,
  policyListCommand,
  policyShowCommand,
  policyDiffCommand,
  policyCheckCommand,
  policyDueCommand,
  policyLogCommand,
  policyReplayCommand,
  policyTestCommand,
]
