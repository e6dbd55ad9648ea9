import few from '../../../../packages/scaling-laws/bench/results/coverage-few-families.json'
import stored from '../../../../packages/scaling-laws/bench/results/coverage-kinds.json'

const percent = (share: number | null | undefined): string => (share == null ? '' : `${(100 * share).toFixed(1)} %`)

const kinds = { whole: 'time horizon, whole families', again: "time horizon, METR's bootstrap" }

/** Coverage of both bootstraps of a time horizon on every design of the stored run. */
export const horizonCoverage = {
  worlds: stored.worlds.toLocaleString('en'),
  rows: stored.rows
    .filter(({ kind }) => kind === kinds.whole)
    .map(({ quantity, coverage }) => {
      const again = stored.rows.find((row) => row.kind === kinds.again && row.quantity === quantity)
      return { tasks: quantity.replace(/^p50, /, ''), whole: percent(coverage), again: percent(again?.coverage) }
    }),
}

/** The same by the number of families, each of as many tasks. */
export const fewFamilies = {
  worlds: few.worlds.toLocaleString('en'),
  tasks: few.tasks,
  rows: [...new Set(few.rows.map(({ families }) => families))].map((families) => {
    const of = (within: boolean): string =>
      percent(few.rows.find((row) => row.families === families && row.within === within)?.coverage)
    return { families, whole: of(false), again: of(true) }
  }),
}
