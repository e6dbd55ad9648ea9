// Breaks a clone in each way the gates are there for and expects the right gate to fail. A gate that stays green is the finding.
// Usage: node scripts/break-deliberately.mjs [name of a breakage ...]
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inClone } from './rehearsal/clone.mjs'
import { run } from './rehearsal/run.mjs'

const manifest = (change) => (clone) => {
  const file = path.join(clone, 'packages/stats/package.json')
  const parsed = JSON.parse(readFileSync(file, 'utf8'))
  change(parsed)
  writeFileSync(file, JSON.stringify(parsed, null, 2))
}
const source =
  (line, file = 'packages/records/src/index.ts') =>
  (clone) => {
    appendFileSync(path.join(clone, file), `${line}\n`)
  }
const build = ['turbo', 'run', 'build', '--filter=@safety-portfolio/stats', '--filter=@safety-portfolio/records']

const declarations = 'packages/stats/dist/index.d.ts'

/** What is broken, the gate that must see it, and what it must say. */
const breakages = [
  {
    name: 'an undeclared dependency',
    make: source(`export { Command } from 'commander'`),
    gate: ['knip', '--dependencies'],
    says: /commander/,
  },
  {
    name: 'a dependency that only the repository declares',
    make: source(`export { parse } from 'yaml'`),
    gate: ['vitest', 'run', '--project', 'node', 'scripts/test/packages.node.test.ts'],
    says: /yaml/,
  },
  {
    name: 'a deep import',
    make: source(`export { wilsonInterval } from '@safety-portfolio/stats/dist/wilson-interval.js'`),
    gate: ['tsc', '-p', 'packages/records'],
    says: /TS2307/,
  },
  {
    name: 'an import against the layers',
    make: source(`export { version as other } from '@safety-portfolio/scaling-laws'`),
    gate: ['eslint', 'packages/records/src/index.ts'],
    says: /may import only/,
  },
  {
    name: 'an import that only CommonJS knows',
    make: source(`export const stats: unknown = require('@safety-portfolio/stats')`),
    gate: ['tsc', '-p', 'packages/records'],
    says: /require/,
  },
  {
    name: 'an entry only for CommonJS',
    make: manifest((parsed) => {
      parsed.exports['.'] = { require: './dist/index.js' }
    }),
    gate: ['attw', '--pack', 'packages/stats', '--profile', 'esm-only'],
    says: /Resolution failed|NoResolution|InternalResolutionError/i,
  },
  {
    name: 'an export without a type',
    make: source('export const untyped = Math.max(1, 2)', 'packages/stats/src/version.ts'),
    gate: ['tsc', '-p', 'packages/stats'],
    says: /TS9010/,
  },
  {
    name: 'a build without types',
    make: (clone) => {
      renameSync(path.join(clone, declarations), path.join(clone, `${declarations}.away`))
    },
    undo: (clone) => {
      renameSync(path.join(clone, `${declarations}.away`), path.join(clone, declarations))
    },
    gate: ['publint', '--strict', 'packages/stats'],
    says: /types/,
  },
  {
    name: 'an oversize bundle',
    make: source(`export const ballast: string = ${JSON.stringify(noise(60_000))}`, 'packages/stats/src/index.ts'),
    gate: ['npm', 'run', 'size'],
    says: /Try to reduce size/,
    rebuild: true,
  },
  {
    name: 'a change of the API that its report does not hold',
    make: source('export const addition: number = 1', 'packages/stats/src/version.ts'),
    also: source(`export { addition } from './version.js'`, 'packages/stats/src/index.ts'),
    gate: ['pnpm', '--filter', '@safety-portfolio/stats', 'run', 'api:check'],
    says: /API|signature/i,
    rebuild: true,
  },
  {
    name: 'a change of the API without a changeset',
    make: source('export const addition: number = 1', 'packages/stats/src/version.ts'),
    also: (clone) => {
      source(`export { addition } from './version.js'`, 'packages/stats/src/index.ts')(clone)
      run('sh', ['-c', 'rm .changeset/*.md'], clone)
      run('git', ['-c', 'user.name=x', '-c', 'user.email=x@localhost', 'commit', '-qam', 'change'], clone)
    },
    gate: ['changeset', 'status', '--since=before'],
    says: /changeset/i,
  },
]

const root = path.join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
let [passed, failed] = [0, 0]
await inClone(root, (clone, env) => {
  const clean = run('git', ['rev-parse', 'HEAD'], clone).trim()
  run('git', ['branch', 'before'], clone)
  for (const breakage of breakages) {
    if (wanted.length > 0 && !wanted.includes(breakage.name)) continue
    run('git', ['reset', '-q', '--hard', clean], clone)
    if (tryBreakage(breakage, clone, env)) passed += 1
    else failed += 1
  }
})
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1

function tryBreakage({ name, make, also, undo, gate: [program, ...args], says, rebuild = false }, clone, env) {
  const before = outcome(program, args, clone, env)
  if (before !== '') {
    console.log(`STALE  ${name}: ${program} is red before anything is broken: ${before.slice(-300)}`)
    return false
  }
  make(clone)
  also?.(clone)
  if (rebuild) run(build[0], build.slice(1), clone, env)
  const said = outcome(program, args, clone, env)
  undo?.(clone)
  const red = said !== '' && says.test(said)
  console.log(`${red ? 'red   ' : 'GREEN '} ${name}: ${program} ${args.join(' ')}`)
  if (!red) console.log(said.slice(-600))
  // What was built from broken sources is not to be found in the next round.
  if (rebuild) {
    run('git', ['checkout', '-q', '.'], clone)
    run(build[0], build.slice(1), clone, env)
  }
  return red
}

/** Nothing when the gate is green, else what it printed. */
function outcome(program, args, clone, env) {
  try {
    run(program, args, clone, env)
    return ''
  } catch (error) {
    return error.message
  }
}

/** Text that does not compress. */
function noise(length) {
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647
    return String.fromCharCode(33 + (state % 90))
  }).join('')
}
