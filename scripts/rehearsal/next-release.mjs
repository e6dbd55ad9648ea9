// What changesets do after a release: a changed package without one is refused, a dependent gets its bump, a snapshot is published aside.
import { appendFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { packagesOf } from './publish-all.mjs'
import { run } from './run.mjs'

const identity = ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost']

/** @returns {string[]} What was shown, a line each. */
export function nextRelease(clone, registry) {
  const env = { PATH: `${clone}/node_modules/.bin:${process.env['PATH']}`, CI: 'true', npm_config_registry: registry }
  const released = run('git', ['rev-parse', 'HEAD'], clone).trim()
  const lines = []
  const commit = (message) => {
    run('git', ['add', '-A'], clone)
    run('git', [...identity, 'commit', '-qm', message], clone)
  }

  run('git', ['checkout', '-qb', 'change'], clone)
  appendFileSync(path.join(clone, 'packages/stats/src/version.ts'), '\n// A change.\n')
  commit('A change without a changeset')
  lines.push(
    `a change without a changeset: ${refusal(() => run('changeset', ['status', `--since=${released}`], clone, env))}`,
  )

  for (const file of readdirSync(path.join(clone, '.changeset')).filter((each) => each.endsWith('.md'))) {
    rmSync(path.join(clone, '.changeset', file))
  }
  writeFileSync(path.join(clone, '.changeset/a-change.md'), `---\n'@safety-portfolio/stats': minor\n---\n\nA change.\n`)
  commit('A change with a changeset')
  run('changeset', ['status', `--since=${released}`], clone, env)
  lines.push('a change with a changeset: accepted')

  const before = versions(clone)
  run('changeset', ['version', '--snapshot', 'rehearsal'], clone, env)
  const snapshot = versions(clone)
  run('changeset', ['publish', '--tag', 'rehearsal', '--no-git-tag'], clone, env)
  const tag = run('npm', ['view', '@safety-portfolio/stats', 'dist-tags', '--json'], clone, env)
  if (JSON.parse(tag).rehearsal !== snapshot['@safety-portfolio/stats'])
    throw new Error(`no snapshot under its tag: ${tag}`)
  if (JSON.parse(tag).latest !== before['@safety-portfolio/stats'])
    throw new Error(`the snapshot became the latest: ${tag}`)
  lines.push(
    `snapshot: ${snapshot['@safety-portfolio/stats']} under the tag 'rehearsal', latest stays ${before['@safety-portfolio/stats']}`,
  )
  run('git', ['checkout', '-q', '.'], clone)

  run('changeset', ['version'], clone, env)
  const after = versions(clone)
  const dependents = Object.keys(after).filter((name) => dependsOnStats(clone, name))
  const left = dependents.filter((name) => after[name] === before[name])
  if (left.length > 0) throw new Error(`dependents of stats got no bump: ${left.join(', ')}`)
  lines.push(
    `stats ${before['@safety-portfolio/stats']} -> ${after['@safety-portfolio/stats']} bumps ${dependents.length} dependents`,
  )
  run('git', ['checkout', '-q', '.'], clone)
  run('git', ['checkout', '-q', released], clone)
  return lines
}

function versions(clone) {
  return Object.fromEntries(packagesOf(clone).map(({ name, version }) => [name, version]))
}

function dependsOnStats(clone, name) {
  const { folder } = packagesOf(clone).find((each) => each.name === name)
  const { dependencies = {} } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return '@safety-portfolio/stats' in dependencies
}

function refusal(action) {
  try {
    action()
  } catch {
    return 'refused'
  }
  throw new Error('a changed package without a changeset was accepted')
}
