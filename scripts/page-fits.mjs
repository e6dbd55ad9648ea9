// Runs in a page, see time-page-fits.mjs: the fits that the law explorer offers, on curves that they are for and on many that they are not, and those of the
// other demos of scaling laws on tables of their own.
import { bnslLoss, fitBnsl, fitM3, fitM4, fitPowerLaw, fitPowerOffset } from '@safety-portfolio/scaling-laws'
import { createRandom } from '@safety-portfolio/stats'
import { everyLaw } from '../packages/scaling-laws/bench/every-law.mjs'

const options = { loss: 'log-squared' }
const fits = {
  power: (points) => fitPowerLaw(points, options),
  'power-offset': (points) => fitPowerOffset(points, options),
  m3: (points) => fitM3(points, options),
  m4: (points) => fitM4(points, options),
  bnsl: (points) => fitBnsl(points, options),
}

/** Losses of x from 1e2 to 1e9; each draws constants of its own. */
const shapes = {
  power: (random) => (x) => 3 * x ** -(0.03 + 0.2 * random),
  offset: (random) => (x) => 0.2 + random + 5 * x ** -(0.1 + 0.4 * random),
  flat: () => () => 2,
  rising: (random) => (x) => 0.1 * x ** (0.05 + 0.1 * random),
  sigmoid: (random) => (x) => 0.1 + 1 / (1 + (x / 10 ** (3 + 4 * random)) ** 0.7),
  step: (random) => (x) => (x < 10 ** (3 + 5 * random) ? 2 : 1),
  hump: (random) => (x) => 1 + Math.exp(-((Math.log10(x) - 4 - 3 * random) ** 2)),
  wave: (random) => (x) => 2 + 0.3 * Math.sin((1 + 2 * random) * Math.log(x)),
  broken: (random) => (x) => bnslLoss({ a: 0.4, b: 6, c0: 0.08, c1: 0.6, d1: 10 ** (3.5 + 4 * random), f1: 0.3 }, x),
}
const places = {
  even: (share) => 10 ** (2 + 7 * share),
  'nine sizes': (share) => 10 ** (2 + 0.75 * Math.floor(9 * share)),
  'checkpoints of one run': (share) => 100 + 1e6 * share,
  narrow: (share) => 1e5 * (1 + 0.5 * share),
}

function curve({ n, shape, place, noise, seed }) {
  const random = createRandom(seed)
  const loss = shapes[shape](random.uniform())
  return Array.from({ length: n }, (_, i) => {
    const x = places[place]((i + 0.5) / n)
    return { x, loss: loss(x) * Math.exp(noise * random.normal()) }
  })
}

/** Milliseconds of the best of so many repetitions. */
function best(repetitions, fit, points) {
  let least = Infinity
  for (let k = 0; k < repetitions; k += 1) {
    const start = performance.now()
    fit(points)
    least = Math.min(least, performance.now() - start)
  }
  return least
}

/** Times every fit on every curve, warm, in several passes far apart from each other, of which the best counts. */
globalThis.timeFits = ({ sizes, noises, seed, passes, repetitions }) => {
  const curves = sizes.flatMap((n) =>
    Object.keys(shapes).flatMap((shape) =>
      Object.keys(places).flatMap((place) => noises.map((noise) => ({ n, shape, place, noise, seed }))),
    ),
  )
  for (const fit of Object.values(fits)) for (let k = 0; k < curves.length; k += 7) fit(curve(curves[k]))
  const rows = Object.keys(fits).flatMap((form) => curves.map((each) => ({ form, ...each, milliseconds: Infinity })))
  for (let pass = 0; pass < passes; pass += 1) {
    for (const row of rows) row.milliseconds = Math.min(row.milliseconds, best(repetitions, fits[row.form], curve(row)))
  }
  return rows
}

/** The same for the fits of the other demos, each on a table of so many rows. */
globalThis.timeTables = ({ rows, seed, passes, repetitions }) => {
  const tables = ['chinchilla', 'inference-aware', 'compute trend', 'time horizon'].flatMap((form) => {
    const { losses = [undefined], data, fit } = everyLaw[form]
    const table = data(rows, seed)
    return losses.map((loss) => ({ form: loss === undefined ? form : `${form}, ${loss}`, run: () => fit(table, loss) }))
  })
  const least = tables.map(() => Infinity)
  for (let pass = 0; pass < 2 * passes; pass += 1) {
    for (const [k, { run }] of tables.entries()) least[k] = Math.min(least[k], best(repetitions, run))
  }
  return tables.map(({ form }, k) => ({ form, milliseconds: least[k] }))
}
