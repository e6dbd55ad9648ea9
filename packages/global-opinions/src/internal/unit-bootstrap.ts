import { createRandom, resampleCounts } from '@safety-portfolio/stats'

/**
 * Writes how often each unit is in replicate `replicate` into `counts` (which sum to the number of draws). The default draws as many units as
 * there are from stream `replicate` of the seed; another one reproduces someone else's random numbers.
 */
export type Resampler = (replicate: number, counts: Float64Array) => void

/** Values in groups (countries), each belonging to a unit that is drawn as a whole (a question, a topic). */
export interface GroupedValues {
  /** One or more series of values, all for the same groups and units. */
  readonly series: readonly Float64Array[]
  readonly groups: Int32Array
  readonly groupCount: number
  readonly units: Int32Array
  readonly unitCount: number
}

/** Means of every series in every group, and their replicates: `draws[series][group * replicates + replicate]`, NaN where a group was not drawn. */
export interface GroupedMeans {
  readonly n: Int32Array
  readonly means: readonly Float64Array[]
  readonly draws: readonly Float64Array[]
}

const lanes = 4

/**
 * The means of all groups under one common resampling of units: what groups and series share stays paired. Values are first added up by
 * (group, unit); then four replicates at a time run through the cells, so that each is loaded once for four.
 */
export function bootstrapGroups(values: GroupedValues, replicates: number, resample: Resampler): GroupedMeans {
  const cells = cellsOf(values)
  const { groupCount, unitCount, series } = values
  const { starts, counts, sums } = cells
  const n = new Int32Array(groupCount)
  const means = series.map(() => new Float64Array(groupCount))
  for (let group = 0; group < groupCount; group += 1) {
    for (let cell = starts[group]!; cell < starts[group + 1]!; cell += 1) n[group]! += counts[cell]!
    for (const [k, sum] of sums.entries()) {
      let total = 0
      for (let cell = starts[group]!; cell < starts[group + 1]!; cell += 1) total += sum[cell]!
      means[k]![group] = total / n[group]!
    }
  }
  const draws = series.map(() => new Float64Array(groupCount * replicates))
  const weights = new Float64Array(unitCount * lanes)
  const one = new Float64Array(unitCount)
  for (let first = 0; first < replicates; first += lanes) {
    const used = Math.min(lanes, replicates - first)
    for (let lane = 0; lane < used; lane += 1) {
      resample(first + lane, one)
      for (let unit = 0; unit < unitCount; unit += 1) weights[unit * lanes + lane] = one[unit]!
    }
    drawLanes(cells, weights, groupCount, replicates, first, used, draws)
  }
  return { n, means, draws }
}

/** The resampler of this package: as many units as there are, from stream `replicate` of the seed. */
export function seededResampler(seed: number): Resampler {
  return (replicate, counts) => void resampleCounts(createRandom(seed, replicate), counts.length, counts)
}

/** The same draws from memory: many tables are resampled alike. Two bytes per unit and replicate. */
export function rememberedResampler(resample: Resampler, unitCount: number, replicates: number): Resampler {
  const kept = new Uint16Array(unitCount * replicates)
  const counts = new Float64Array(unitCount)
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    if (unitCount > 0) resample(replicate, counts)
    kept.set(counts, replicate * unitCount)
  }
  return (replicate, out) => {
    out.set(kept.subarray(replicate * unitCount, (replicate + 1) * unitCount))
  }
}

interface Cells {
  /** Cells of group g are `starts[g]` to `starts[g + 1]`. */
  readonly starts: Int32Array
  readonly units: Int32Array
  readonly counts: Float64Array
  readonly sums: readonly Float64Array[]
}

function cellsOf({ series, groups, groupCount, units, unitCount }: GroupedValues): Cells {
  const order = new Int32Array(groups.length)
  const starts = new Int32Array(groupCount + 1)
  for (const group of groups) starts[group + 1]! += 1
  for (let group = 0; group < groupCount; group += 1) starts[group + 1]! += starts[group]!
  const next = starts.slice()
  for (let i = 0; i < groups.length; i += 1) {
    order[next[groups[i]!]!] = i
    next[groups[i]!]! += 1
  }
  const cellStarts = new Int32Array(groupCount + 1)
  const cellUnits = new Int32Array(groups.length)
  const counts = new Float64Array(groups.length)
  const sums = series.map(() => new Float64Array(groups.length))
  const cellOfUnit = new Int32Array(unitCount)
  let cell = 0
  for (let group = 0; group < groupCount; group += 1) {
    const firstCell = cell
    for (let at = starts[group]!; at < starts[group + 1]!; at += 1) {
      const i = order[at]!
      const unit = units[i]!
      // A cell remembered from an earlier group is below firstCell; one of this group must name the same unit.
      let place = cellOfUnit[unit]!
      if (place < firstCell || place >= cell || cellUnits[place] !== unit) {
        place = cell
        cell += 1
        cellOfUnit[unit] = place
        cellUnits[place] = unit
      }
      counts[place]! += 1
      for (let k = 0; k < series.length; k += 1) sums[k]![place]! += series[k]![i]!
    }
    cellStarts[group + 1] = cell
  }
  return {
    starts: cellStarts,
    units: cellUnits.subarray(0, cell),
    counts: counts.subarray(0, cell),
    sums: sums.map((sum) => sum.subarray(0, cell)),
  }
}

function drawLanes(
  { starts, units, counts, sums }: Cells,
  weights: Float64Array,
  groupCount: number,
  replicates: number,
  first: number,
  used: number,
  draws: readonly Float64Array[],
): void {
  const drawn = new Float64Array(lanes)
  const total = new Float64Array(lanes)
  for (let group = 0; group < groupCount; group += 1) {
    const [from, to] = [starts[group]!, starts[group + 1]!]
    for (let k = 0; k < sums.length; k += 1) {
      // How often the group was drawn is the same for every series: counted with the first.
      if (k === 0) sumLanesTwice(weights, units, counts, sums[0]!, from, to, drawn, total)
      else sumLanes(weights, units, sums[k]!, from, to, total)
      for (let lane = 0; lane < used; lane += 1) {
        draws[k]![group * replicates + first + lane] = drawn[lane]! > 0 ? total[lane]! / drawn[lane]! : NaN
      }
    }
  }
}

function sumLanesTwice(
  weights: Float64Array,
  units: Int32Array,
  counts: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  drawn: Float64Array,
  total: Float64Array,
): void {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let e = 0
  let f = 0
  let g = 0
  let h = 0
  for (let cell = from; cell < to; cell += 1) {
    const at = units[cell]! * lanes
    const count = counts[cell]!
    const value = values[cell]!
    const w = weights[at]!
    const x = weights[at + 1]!
    const y = weights[at + 2]!
    const z = weights[at + 3]!
    a += w * count
    b += x * count
    c += y * count
    d += z * count
    e += w * value
    f += x * value
    g += y * value
    h += z * value
  }
  drawn[0] = a
  drawn[1] = b
  drawn[2] = c
  drawn[3] = d
  total[0] = e
  total[1] = f
  total[2] = g
  total[3] = h
}

function sumLanes(
  weights: Float64Array,
  units: Int32Array,
  values: Float64Array,
  from: number,
  to: number,
  out: Float64Array,
): void {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let cell = from; cell < to; cell += 1) {
    const at = units[cell]! * lanes
    const value = values[cell]!
    a += weights[at]! * value
    b += weights[at + 1]! * value
    c += weights[at + 2]! * value
    d += weights[at + 3]! * value
  }
  out[0] = a
  out[1] = b
  out[2] = c
  out[3] = d
}
