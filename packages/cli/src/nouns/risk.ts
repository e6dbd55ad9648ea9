import { riskAuditCommand } from '../commands/risk-audit.js'
import { riskBacktestCommand } from '../commands/risk-backtest.js'
import { riskBestOfNCommand } from '../commands/risk-best-of-n.js'
import { riskForecastCommand } from '../commands/risk-forecast.js'
import { riskLayersCommand } from '../commands/risk-layers.js'
import { riskPlanCommand } from '../commands/risk-plan.js'
import type { Noun } from './noun.js'

/** `safety-portfolio risk`. */
export const risk: Noun = {
  name: 'risk',
  description: 'Rare behaviours at deployment scale, layered filters, audits.',
  verbs: [
    riskForecastCommand,
    riskBacktestCommand,
    riskBestOfNCommand,
    riskLayersCommand,
    riskAuditCommand,
    riskPlanCommand,
  ],
}
