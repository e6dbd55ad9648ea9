// Versions and publishes every package from a clone of the committed state, as the release workflow does.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cloneEnvironment } from './clone.mjs'
import { run } from './run.mjs'

/**
 * @param {string} root - The repository.
 * @param {string} folder - Where the clone goes.
 * @param {string} registry - Address of the registry that receives the packages.
 * @returns {{ clone: string, published: { name: string, version: string, folder: string, before: string }[], tags: string[] }}
 */
export function publishAll(root, folder, registry) {
  const clone = path.join(folder, 'clone')
  run('git', ['clone', '--quiet', root, clone], folder)
  const env = { ...cloneEnvironment(root, clone), npm_config_registry: registry }
  const before = new Map(packagesOf(clone).map(({ name, version }) => [name, version]))
  run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], clone, cloneEnvironment(root, clone))
  run('changeset', ['version'], clone, env)
  withoutProvenance(clone)
  run('turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'], clone, env)
  writeFileSync(
    path.join(clone, '.npmrc'),
    `registry=${registry}\n${registry.replace(/^http:/, '')}:_authToken=rehearsal\n`,
  )
  run(
    'git',
    ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost', 'commit', '-qam', 'Version packages'],
    clone,
  )
  run('changeset', ['publish'], clone, {
    ...env,
    GIT_COMMITTER_NAME: 'rehearsal',
    GIT_COMMITTER_EMAIL: 'rehearsal@localhost',
  })
  const tags = run('git', ['tag', '--points-at', 'HEAD'], clone).trim().split('\n')
  return { clone, published: packagesOf(clone).map((each) => ({ ...each, before: before.get(each.name) })), tags }
}

/** Every package is tagged with its version, and one that was never released becomes 0.1.0. */
export function requireFirstRelease(published, tags) {
  for (const { name, version, before } of published) {
    if (!tags.includes(`${name}@${version}`)) throw new Error(`no tag ${name}@${version}`)
    if (before === '0.0.0' && version !== '0.1.0')
      throw new Error(`${name} becomes ${version}, not 0.1.0: it has no changeset of its own, or more than a minor one`)
  }
}

/** A provenance statement needs the identity of the release workflow, which a rehearsal does not have. */
function withoutProvenance(clone) {
  for (const { folder } of packagesOf(clone)) {
    const file = path.join(folder, 'package.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8'))
    delete manifest.publishConfig?.provenance
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
  }
}

/** The packages of a checkout that are published. */
export function packagesOf(checkout) {
  return readdirSync(path.join(checkout, 'packages'))
    .map((each) => {
      const folder = path.join(checkout, 'packages', each)
      return { folder, ...JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) }
    })
    .filter((manifest) => manifest.private !== true)
    .map(({ name, version, folder }) => ({ name, version, folder }))
}
