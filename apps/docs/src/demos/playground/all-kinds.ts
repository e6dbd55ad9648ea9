import type { PlaygroundKind } from './kind.js'
import { computeModels } from './kinds/compute-models.js'
import { decisions } from './kinds/decisions.js'
import { evalLog } from './kinds/eval-log.js'
import { filterOutcomes } from './kinds/filter-outcomes.js'
import { horizonRuns } from './kinds/horizon-runs.js'
import { mixedTable } from './kinds/mixed-table.js'
import { opinionRows } from './kinds/opinion-rows.js'
import { rareObservations } from './kinds/rare-observations.js'
import { scalingRuns } from './kinds/scaling-runs.js'

const kinds = {
  'scaling-runs': scalingRuns,
  decisions,
  opinions: opinionRows,
  filters: filterOutcomes,
  'rare-behaviour': rareObservations,
  'eval-log': evalLog,
  horizons: horizonRuns,
  'compute-trend': computeModels,
  mixed: mixedTable,
}

export type KindName = keyof typeof kinds
/** Every kind of data by its name in the address. Which input belongs to which kind is known only by the name. */
export const allKinds: Readonly<Record<KindName, PlaygroundKind<unknown, unknown>>> = kinds as unknown as Readonly<
  Record<KindName, PlaygroundKind<unknown, unknown>>
>
export const kindNames: readonly KindName[] = Object.keys(kinds) as KindName[]
