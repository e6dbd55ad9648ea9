import { createRandom } from '@safety-portfolio/stats'
import type { Random } from '@safety-portfolio/stats'

/** A table with a formula that is hard to fit: unbalanced, singular, badly scaled, collinear, or with tiny groups. */
export interface HardDesign {
  readonly name: string
  readonly formula: string
  readonly family: 'gaussian' | 'binomial'
  /** Column of prior weights. */
  readonly weights?: string
  /** Points of quadrature; 1 is Laplace. */
  readonly points?: number
  readonly rows: (seed: number) => Record<string, number | string>[]
}

const round = (value: number, digits = 9): number => Number(value.toPrecision(digits))

/** Sizes of groups, what a row holds, and the response given the group's own normal draws. */
function grouped(
  random: Random,
  sizes: readonly number[],
  row: (draws: readonly number[], group: number, index: number, size: number) => Record<string, number | string>,
): Record<string, number | string>[] {
  return sizes.flatMap((size, group) => {
    const draws = Array.from({ length: 4 }, () => random.normal())
    return Array.from({ length: size }, (_, index) => ({
      g: `g${String(group + 1)}`,
      ...row(draws, group, index, size),
    }))
  })
}

const sizesBetween = (random: Random, count: number, least: number, most: number): number[] =>
  Array.from({ length: count }, () => least + random.integer(most - least + 1))

const yesOf = (random: Random, trials: number, eta: number): number => {
  let yes = 0
  for (let k = 0; k < trials; k += 1) if (random.uniform() < 1 / (1 + Math.exp(-eta))) yes += 1
  return yes
}

/** Every kind; each makes another table for each seed. */
export const hardDesigns: readonly HardDesign[] = [
  {
    name: 'sizes from 1 to 30',
    formula: 'y ~ x + (1 + x | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 1)
      return grouped(random, sizesBetween(random, 15, 1, 30), ([a, b]) => {
        const x = round(random.normal())
        return { x, y: round(2 + x + a! + 0.5 * b! * x + random.normal()) }
      })
    },
  },
  {
    name: 'groups of one and two',
    formula: 'y ~ x + (1 | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 2)
      return grouped(random, sizesBetween(random, 40, 1, 2), ([a]) => {
        const x = round(random.normal())
        return { x, y: round(x + 0.7 * a! + random.normal()) }
      })
    },
  },
  {
    name: 'two groups',
    formula: 'y ~ x + (1 | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 3)
      return grouped(random, [7, 12], ([a]) => {
        const x = round(random.normal())
        return { x, y: round(x + a! + random.normal()) }
      })
    },
  },
  {
    name: 'two groups with slopes',
    formula: 'y ~ x + (1 + x | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 4)
      return grouped(random, [9, 14], ([a, b]) => {
        const x = round(random.normal())
        return { x, y: round(x + a! + b! * x + random.normal()) }
      })
    },
  },
  {
    name: 'slopes in groups of one to three',
    formula: 'y ~ x + (1 + x | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 5)
      return grouped(random, sizesBetween(random, 40, 1, 3), ([a, b]) => {
        const x = round(random.normal())
        return { x, y: round(x + a! + 0.5 * b! * x + random.normal()) }
      })
    },
  },
  {
    name: 'collinear columns',
    formula: 'y ~ x + z + w + (1 | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 6)
      return grouped(random, sizesBetween(random, 12, 2, 9), ([a]) => {
        const x = round(random.normal(), 6)
        const z = round(random.normal(), 6)
        return { x, z, w: round(x + z, 12), y: round(x - z + a! + random.normal()) }
      })
    },
  },
  {
    name: 'nearly collinear columns',
    formula: 'y ~ x + z + (1 + x | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 7)
      return grouped(random, sizesBetween(random, 12, 3, 12), ([a, b]) => {
        const x = round(random.normal(), 6)
        return { x, z: round(x + 1e-3 * random.normal(), 9), y: round(x + a! + 0.5 * b! * x + random.normal()) }
      })
    },
  },
  {
    name: 'scales from 1e-6 to 1e6',
    formula: 'y ~ x + z + (1 + x + z | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 8)
      return grouped(random, sizesBetween(random, 25, 4, 14), ([a, b, c]) => {
        const x = random.normal()
        const z = random.normal()
        const y = 1e3 * (5 + (1 + 0.5 * b!) * x + (0.3 + 0.8 * c!) * z + a! + random.normal())
        return { x: round(1e6 * (x + 3)), z: round(1e-6 * z), y: round(y) }
      })
    },
  },
  {
    name: 'no variance planted in the slopes',
    formula: 'y ~ x + z + (1 + x + z | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 9)
      return grouped(random, sizesBetween(random, 18, 4, 20), ([a]) => {
        const x = round(random.normal())
        const z = round(random.normal())
        return { x, z, y: round(x + a! + random.normal()) }
      })
    },
  },
  {
    name: 'no variance planted at all',
    formula: 'y ~ x + (1 + x | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 10)
      return grouped(random, sizesBetween(random, 18, 2, 20), () => {
        const x = round(random.normal())
        return { x, y: round(x + random.normal()) }
      })
    },
  },
  {
    name: 'slopes that follow the intercepts',
    formula: 'y ~ x + z + (1 + x + z | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 11)
      return grouped(random, sizesBetween(random, 14, 5, 15), ([a, b]) => {
        const x = round(random.normal())
        const z = round(random.normal())
        return { x, z, y: round(2 * a! + (1 + 0.8 * a!) * x + b! * z + 0.4 * random.normal()) }
      })
    },
  },
  {
    name: 'dummies of a rare level as slopes',
    formula: 'y ~ f + (1 + f | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 12)
      return grouped(random, sizesBetween(random, 20, 3, 14), ([a, b, c]) => {
        const draw = random.uniform()
        const f = draw < 0.5 ? 'one' : draw < 0.9 ? 'three' : 'two'
        const slope = f === 'three' ? b! : f === 'two' ? 0.5 * c! : 0
        return { f, y: round(a! + slope + random.normal()) }
      })
    },
  },
  {
    name: 'dummies without intercept',
    formula: 'y ~ 0 + f + f:x + (0 + f | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 13)
      return grouped(random, sizesBetween(random, 20, 3, 14), ([a, b]) => {
        const f = random.uniform() < 0.6 ? 'one' : 'two'
        const x = round(random.normal())
        return { f, x, y: round((f === 'one' ? a! : 0.6 * a! + b!) + 0.3 * x + random.normal()) }
      })
    },
  },
  {
    name: 'uncorrelated slopes',
    formula: 'y ~ x + z + (1 + x + z || g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 14)
      return grouped(random, sizesBetween(random, 15, 3, 10), ([a, b]) => {
        const x = round(random.normal())
        const z = round(random.normal())
        return { x, z, y: round(x + a! + b! * x + random.normal()) }
      })
    },
  },
  {
    name: 'residuals a thousandth of the effects',
    formula: 'y ~ x + (1 + x | g)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 15)
      return grouped(random, sizesBetween(random, 12, 3, 12), ([a, b]) => {
        const x = round(random.normal())
        return { x, y: round(100 + 10 * a! + 5 * b! * x + 0.01 * random.normal(), 12) }
      })
    },
  },
  {
    name: 'weights from 1e-3 to 1e3',
    formula: 'y ~ x + (1 + x | g)',
    family: 'gaussian',
    weights: 'w',
    rows: (seed) => {
      const random = createRandom(seed, 16)
      return grouped(random, sizesBetween(random, 20, 2, 12), ([a, b]) => {
        const x = round(random.normal())
        const w = round(10 ** (6 * random.uniform() - 3), 6)
        return { x, w, y: round(x + a! + 0.5 * b! * x + random.normal() / Math.sqrt(w)) }
      })
    },
  },
  {
    name: 'crossed, with holes',
    formula: 'y ~ x + (1 | g) + (1 | h)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 17)
      const other = Array.from({ length: 9 }, () => random.normal())
      return grouped(random, sizesBetween(random, 20, 1, 8), ([a]) => {
        const h = random.integer(9)
        const x = round(random.normal())
        return { h: `h${String(h)}`, x, y: round(x + a! + 0.6 * other[h]! + random.normal()) }
      })
    },
  },
  {
    name: 'crossed, slopes in both',
    formula: 'y ~ x + (1 + x | g) + (1 + x | h)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 18)
      const other = Array.from({ length: 8 }, () => [random.normal(), random.normal()] as const)
      return grouped(random, sizesBetween(random, 16, 4, 14), ([a, b]) => {
        const h = random.integer(8)
        const x = round(random.normal())
        const [c, d] = other[h]!
        return { h: `h${String(h)}`, x, y: round(x + a! + 0.5 * b! * x + 0.6 * c + 0.3 * d * x + random.normal()) }
      })
    },
  },
  {
    name: 'crossed, one factor without variance',
    formula: 'y ~ x + (1 | g) + (1 + x | h)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 19)
      return grouped(random, sizesBetween(random, 16, 3, 10), ([a]) => {
        const x = round(random.normal())
        return { h: `h${String(random.integer(6))}`, x, y: round(x + a! + random.normal()) }
      })
    },
  },
  {
    name: 'nested, unbalanced',
    formula: 'y ~ x + (1 | a / b)',
    family: 'gaussian',
    rows: (seed) => {
      const random = createRandom(seed, 20)
      const outer = Array.from({ length: 7 }, () => random.normal())
      return grouped(random, sizesBetween(random, 30, 1, 6), ([c], group) => {
        const a = group % 7
        const x = round(random.normal())
        return {
          a: `a${String(a)}`,
          b: `b${String(group % 4)}`,
          x,
          y: round(x + outer[a]! + 0.7 * c! + random.normal()),
        }
      })
    },
  },
  {
    name: 'counts, groups of one to six',
    formula: 'cbind(yes, no) ~ x + (1 | g)',
    family: 'binomial',
    rows: (seed) => {
      const random = createRandom(seed, 21)
      return grouped(random, sizesBetween(random, 30, 1, 6), ([a]) => {
        const x = round(random.normal())
        const trials = 1 + random.integer(12)
        const yes = yesOf(random, trials, -0.5 + 0.7 * x + a!)
        return { x, yes, no: trials - yes }
      })
    },
  },
  {
    name: 'counts, by quadrature',
    formula: 'cbind(yes, no) ~ x + (1 | g)',
    family: 'binomial',
    points: 11,
    rows: (seed) => {
      const random = createRandom(seed, 22)
      return grouped(random, sizesBetween(random, 25, 1, 6), ([a]) => {
        const x = round(random.normal())
        const trials = 1 + random.integer(8)
        const yes = yesOf(random, trials, -0.5 + 0.7 * x + 1.5 * a!)
        return { x, yes, no: trials - yes }
      })
    },
  },
  {
    name: 'counts, slopes',
    formula: 'cbind(yes, no) ~ x + z + (1 + x | g)',
    family: 'binomial',
    rows: (seed) => {
      const random = createRandom(seed, 23)
      return grouped(random, sizesBetween(random, 25, 2, 10), ([a, b]) => {
        const x = round(random.normal())
        const z = round(random.normal())
        const trials = 2 + random.integer(12)
        const yes = yesOf(random, trials, 0.3 + 0.7 * x + a! + 0.6 * b! * x)
        return { x, z, yes, no: trials - yes }
      })
    },
  },
  {
    name: 'yes or no, groups of two to five',
    formula: 'y ~ x + (1 | g)',
    family: 'binomial',
    rows: (seed) => {
      const random = createRandom(seed, 24)
      return grouped(random, sizesBetween(random, 60, 2, 5), ([a]) => {
        const x = round(random.normal())
        return { x, y: yesOf(random, 1, 0.5 * x + 1.5 * a!) }
      })
    },
  },
  {
    name: 'counts without variance between groups',
    formula: 'cbind(yes, no) ~ x + (1 + x | g)',
    family: 'binomial',
    rows: (seed) => {
      const random = createRandom(seed, 25)
      return grouped(random, sizesBetween(random, 20, 3, 8), () => {
        const x = round(random.normal())
        const yes = yesOf(random, 10, 0.4 * x)
        return { x, yes, no: 10 - yes }
      })
    },
  },
  {
    name: 'counts, crossed',
    formula: 'cbind(yes, no) ~ x + (1 | g) + (1 | h)',
    family: 'binomial',
    rows: (seed) => {
      const random = createRandom(seed, 26)
      const other = Array.from({ length: 8 }, () => random.normal())
      return grouped(random, sizesBetween(random, 20, 2, 8), ([a]) => {
        const h = random.integer(8)
        const x = round(random.normal())
        const trials = 3 + random.integer(6)
        const yes = yesOf(random, trials, 0.5 * x + a! + 0.7 * other[h]!)
        return { h: `h${String(h)}`, x, yes, no: trials - yes }
      })
    },
  },
]
