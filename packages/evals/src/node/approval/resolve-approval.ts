import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import type { ApprovalPolicy, Approver } from '../../task/approval.js'
import { parseApprovalPolicy } from '../../task/approval-policy.js'
import { RunError } from '../run/run-error.js'

/**
 * A policy by name: `auto`, `human`, `deny`, or a YAML or JSON file in Inspect's form.
 *
 * @throws RunError where it cannot be read, or names what there is not.
 */
export async function resolveApproval(given: string, folder: string, human: Approver): Promise<ApprovalPolicy> {
  try {
    if (!/\.(?:ya?ml|json)$/i.test(given)) return parseApprovalPolicy(given, human)
    const text = await readFile(path.resolve(folder, given), 'utf8')
    return parseApprovalPolicy(parse(text, { schema: 'core' }), human)
  } catch (error) {
    throw new RunError(
      `the approval policy ${given}: ${(error as Error).message.replace('parseApprovalPolicy: ', '')}`,
      {
        cause: error,
      },
    )
  }
}
