import stored from '../../../../packages/scaling-laws/bench/results/coverage-kinds.json'

const kinds = { whole: 'time horizon, whole families', again: "time horizon, METR's bootstrap" }

/** Coverage of both bootstraps of a time horizon on every design of the stored run. */
export const horizonCoverage = {
  worlds: stored.worlds.toLocaleString('en'),
  rows: stored.rows
    .filter(({ kind }) => kind === kinds.whole)
    .map(({ quantity, coverage }) => {
      const again = stored.rows.find((row) => row.kind === kinds.again && row.quantity === quantity)
      const percent = (share: number | null | undefined): string =>
        share == null ? '' : `${(100 * share).toFixed(1)} %`
      return { tasks: quantity.replace(/^p50, /, ''), whole: percent(coverage), again: percent(again?.coverage) }
    }),
}
