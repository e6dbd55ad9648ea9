import { coverage, due, month, offCycle, reporting, trigger } from './scenarios/cadence-kinds.js'
import { dominance, line, override, thresholdMoved, zone } from './scenarios/evidence-kinds.js'
import {
  codeOfPractice,
  frontierSafety,
  numericAcceptance,
  preparedness,
  scaling,
} from './scenarios/framework-kinds.js'
import { acceleration, competitors, noncompliance, riskReport } from './scenarios/governance-kinds.js'
import type { Kind } from './scenarios/inputs.js'
import { path, training } from './scenarios/path-kinds.js'
import { ara, biology, buffer, cyber, iterative, response } from './scenarios/rsp-1-kinds.js'

/** The kinds of scenarios about one policy, each mapped once to the engine. `in-force`, `cited` and `diff` are about several. */
export const scenarioKinds: Readonly<Record<string, Kind>> = {
  ara,
  'bio-v1': biology,
  'cyber-v1': cyber,
  'response-v1': response,
  buffer,
  iterative,
  trigger,
  due,
  month,
  coverage,
  offcycle: offCycle,
  clock: reporting,
  zone,
  line,
  'threshold-moved': thresholdMoved,
  dominance,
  override,
  'path-v2': path,
  training,
  pf: preparedness,
  fsf: frontierSafety,
  meta: scaling,
  xai: numericAcceptance,
  cop: codeOfPractice,
  accel: acceleration,
  'rr-gov': riskReport,
  competitor: competitors,
  noncompliance,
}
