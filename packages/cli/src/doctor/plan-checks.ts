import { checkCases } from '../assess/policy-decision.js'
import { readInputs } from '../assess/plan-inputs.js'
import type { PlanFile } from '../assess/read-plan.js'
import type { Work } from '../commands/answer-command.js'
import { chosenPolicy } from '../policies/find-policy.js'
import { counted } from '../text/counted.js'
import { fine, type Check } from './check.js'

/** Whether policy, cases and files of a plan can be read, as an assessment reads them before it asks anything. */
export async function planChecks(file: PlanFile, asOf: string, work: Work): Promise<readonly Check[]> {
  const { plan, name } = file
  const checks: Check[] = [fine('plan', `${name}: ${counted(plan.models.length, 'model')}`)]
  const look = async (check: string, finding: string, read: () => Promise<void>): Promise<void> => {
    try {
      await read()
      checks.push(fine(check, finding))
    } catch (error) {
      checks.push({ check, status: 'problem', finding: (error as Error).message, remedy: 'Mend it, then look again.' })
    }
  }
  if (plan.policy !== undefined) {
    const { policy, version } = plan.policy
    await look('policy', `${policy}, and the case of every model`, async () => {
      const found = await chosenPolicy({ policy, ...(version === undefined ? {} : { version }) }, asOf, work)
      checkCases(file, found, asOf)
    })
  }
  await look('files', 'every file of the plan can be read', async () => {
    await readInputs(plan, work)
  })
  return checks
}
