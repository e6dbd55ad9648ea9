import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseTable } from './support/shared-data.js'
import { fitGeneralised, fitLinear, fixedEffectTable, kenwardRoger, prepareModel, satterthwaite } from '../src/index.js'
import type { GeneralisedFit, LinearFit, MixedModel } from '../src/index.js'
import oracles from './oracles/classics.json' with { type: 'json' }

/** What `make-classics.R` exports of a model. */
interface Listed {
  readonly name: string
  readonly file: string
  readonly formula: string
  readonly method: 'ML' | 'REML'
  readonly family: 'gaussian' | 'binomial'
  readonly points: number
  readonly factors: readonly string[]
  readonly weights?: string | Readonly<Record<string, never>>
}
type Numbers = Readonly<Record<string, number>>
interface Reached {
  readonly name: string
  readonly method: 'ML' | 'REML'
  readonly best: number
  readonly fixef: Numbers
  readonly se: Numbers
  readonly sigma?: number
  readonly covariance: Readonly<Record<string, { readonly terms: unknown; readonly values: unknown }>>
  readonly ranef: Readonly<Record<string, { readonly levels: unknown; readonly values: readonly unknown[] }>>
  readonly satterthwaite?: Numbers
  readonly kenwardRoger?: { readonly df: Numbers; readonly se: Numbers }
}

/** lme4's best of several starts may lie above the optimum; ours may not, beyond rounding and, with quadrature, differences for a gradient. */
const criterionTolerance = { laplace: 1e-7, quadrature: 1e-6 }
/** Where both reach the same criterion: in standard errors, relative errors, shares of the standard deviations. glmer differentiates its deviance numerically. */
const tolerance = {
  estimate: { gaussian: 5e-5, binomial: 2e-4 },
  error: { gaussian: 1e-5, binomial: 1e-4 },
  covariance: 2e-4,
  modes: 2e-4,
  degrees: 1e-3,
}

const packages = ['lme4', 'nlme', 'MASS', 'mlmRev', 'carData', 'HSAUR3', 'pbkrtest', 'lmerTest', 'emmeans', 'jsonlite']
const quoted = packages.map((name) => `'${name}'`).join(', ')
const check = `quit(status = !all(sapply(c(${quoted}), requireNamespace, quietly = TRUE)))`
const available = spawnSync('Rscript', ['-e', check], { stdio: 'ignore' }).status === 0

const fits = oracles.fits as unknown as readonly Reached[]
const folder = available ? mkdtempSync(join(tmpdir(), 'classics-')) : ''
if (available) {
  const script = join(import.meta.dirname, 'oracles', 'make-classics.R')
  execFileSync('Rscript', [script, folder], { stdio: 'ignore' })
}
const models = available ? (JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as readonly Listed[]) : []

const sameGroup = (ours: string, theirs: string): boolean => {
  const sorted = (name: string): string => name.split(':').toSorted().join(':')
  return sorted(ours) === sorted(theirs.replace(/\.\d+$/, ''))
}

function compareCovariances(fit: LinearFit | GeneralisedFit, known: Reached): void {
  for (const { group, terms, covariance } of fit.random) {
    // Terms of one group that are not correlated stand apart in both, under numbered names in lme4.
    const parts = Object.entries(known.covariance).filter(
      ([name, part]) => sameGroup(group, name) && terms.includes([part.terms].flat()[0] as string),
    )
    expect(parts.length).toBeGreaterThan(0)
    for (const [, part] of parts) {
      const names = [part.terms].flat() as string[]
      const values = [part.values].flat(2) as number[]
      names.forEach((a, i) => {
        names.forEach((b, j) => {
          const [row, column] = [terms.indexOf(a), terms.indexOf(b)]
          const scale = Math.sqrt(covariance[row]![row]! * covariance[column]![column]!)
          const floor = 1e-6 * (fit.sigma ?? 1) ** 2
          const off = Math.abs(covariance[row]![column]! - values[i * names.length + j]!)
          expect(off / Math.max(scale, floor)).toBeLessThan(tolerance.covariance)
        })
      })
    }
  }
}

function compareModes(fit: LinearFit | GeneralisedFit, known: Reached): void {
  // Where ours are 0, lme4's are what its optimiser left of it.
  const floor = 1e-6 * (fit.sigma ?? 1)
  for (const { group, terms, levels, values } of fit.ranef) {
    const [name, part] = Object.entries(known.ranef).find(([other]) => sameGroup(group, other))!
    const reversed = name !== group
    ;([part.levels].flat() as (string | number)[]).forEach((level, i) => {
      const label = reversed ? String(level).split(':').toReversed().join(':') : String(level)
      const own = values[levels.indexOf(label)]!
      const theirs = [part.values[i]].flat() as number[]
      // lme4 lists the effects of `||` apart.
      if (theirs.length !== terms.length) return
      own.forEach((value, k) => {
        const largest = values.reduce((most, row) => Math.max(most, Math.abs(row[k]!)), floor)
        expect(Math.abs(value - theirs[k]!) / largest).toBeLessThan(tolerance.modes)
      })
    })
  }
}

function compareDegrees(model: MixedModel, fit: LinearFit, known: Reached): void {
  if (known.satterthwaite !== undefined) {
    for (const { term, df } of fixedEffectTable(satterthwaite(model, fit))) {
      const want = known.satterthwaite[term]
      if (want !== undefined) expect(Math.abs(df! / want - 1)).toBeLessThan(tolerance.degrees)
    }
  }
  if (known.kenwardRoger !== undefined) {
    for (const { term, df, se } of fixedEffectTable(kenwardRoger(model, fit))) {
      expect(Math.abs(df! / known.kenwardRoger.df[term]! - 1)).toBeLessThan(tolerance.degrees)
      expect(Math.abs(se / known.kenwardRoger.se[term]! - 1)).toBeLessThan(tolerance.error.gaussian)
    }
  }
}

const compared = models.flatMap((listed) => {
  const known = fits.find(({ name, method }) => name === listed.name && method === listed.method)
  return known === undefined ? [] : [[listed.name, listed.method, listed, known] as const]
})

describe('classic data sets of R, against lme4, lmerTest and pbkrtest', () => {
  if (!available) {
    it.skipIf(true)(`needs R with ${packages.join(', ')}`, () => undefined)
    return
  }
  it('all of them were exported', () => {
    expect(compared.length).toBe(fits.length)
    expect(compared.length).toBeGreaterThan(130)
  })
  it.each(compared)('%s by %s', (_name, method, { file, formula, family, points, factors, weights }, known) => {
    const rows = parseTable(readFileSync(join(folder, file), 'utf8'))
    const model = prepareModel(formula, rows, { factors, ...(typeof weights === 'string' ? { weights } : {}) })
    const fit =
      family === 'binomial' ? fitGeneralised(model, { quadraturePoints: points }) : fitLinear(model, { method })
    expect(fit.refusal).toBeNull()
    expect(fit.converged).toBe(true)
    // glmer's log likelihood leaves the saturated part out when it uses quadrature.
    const criterion = fit.family === 'binomial' && points > 1 ? fit.deviance! : fit.minusTwoLogLik!
    const limit = points > 1 ? criterionTolerance.quadrature : criterionTolerance.laplace
    expect(criterion - known.best).toBeLessThan(limit * Math.max(1, Math.abs(known.best) / 1e4))
    if (known.best - criterion > 1e-6) return
    for (const { term, estimate, se } of fit.fixed) {
      expect(Math.abs(estimate - known.fixef[term]!) / se).toBeLessThan(tolerance.estimate[family])
      expect(Math.abs(se / known.se[term]! - 1)).toBeLessThan(tolerance.error[family])
    }
    if (fit.family === 'gaussian') expect(Math.abs(fit.sigma! / known.sigma! - 1)).toBeLessThan(1e-5)
    compareCovariances(fit, known)
    compareModes(fit, known)
    if (fit.family === 'gaussian' && method === 'REML') compareDegrees(model, fit, known)
  })
})
