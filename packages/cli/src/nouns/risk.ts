import { riskAuditCommand } from '../commands/risk-audit.js'
import { riskBacktestCommand } from '../commands/risk-backtest.js'
import { riskBestOfNCommand } from '../commands/risk-best-of-n.js'
import { riskForecastCommand } from '../commands/risk-forecast.js'
import { riskLayersCommand } from '../commands/risk-layers.js'
import { riskPlanCommand } from '../commands/risk-plan.js'
import type { Verb } from './noun.js'

/** What `safety-portfolio risk` can do, in the order of its help. */
export const verbs: readonly Verb[] = [
  riskForecastCommand,
  riskBacktestCommand,
  riskBestOfNCommand,
  riskLayersCommand,
  riskAuditCommand,
  riskPlanCommand,
]
