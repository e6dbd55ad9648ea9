import { globSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesProblems, installScriptsOf } from '../rehearsal/tarball-audit.mjs'

const root = path.join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const json = (file: string): unknown => JSON.parse(read(file))

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
}

const packages = readdirSync(path.join(root, 'packages')).map((folder) => ({
  folder,
  manifest: json(`packages/${folder}/package.json`) as Manifest,
}))

/** Rows of the table of decision 9. */
const rows = read('docs/decisions/0009-dependencies.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [what, usedBy, , needed, why] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    const [, name, version] = /^`(.+)` (\S+)$/.exec(what!)!
    return {
      name: name!,
      version: version!,
      usedBy: [...usedBy!.matchAll(/`([^`]+)`/g)].map(([, each]) => each!),
      needed,
      why,
    }
  })

const uses = packages.flatMap(({ manifest }) =>
  Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies })
    .filter(([, range]) => !range.startsWith('workspace:'))
    .map(([dependency, range]) => ({ user: manifest.name, dependency, version: range.replace('^', '') })),
)

describe('the table of dependencies', () => {
  it.each(uses)('has $dependency $version of $user, with a reason', ({ user, dependency, version }) => {
    const row = rows.find(({ name }) => name === dependency)
    expect(row?.version).toBe(version)
    expect(row!.usedBy).toContain(user)
    expect(row!.needed).not.toBe('')
    expect(row!.why!.length).toBeGreaterThan(20)
  })

  it('names nothing that is not used', () => {
    const stated = rows.flatMap(({ name, usedBy }) => usedBy.map((user) => `${user}: ${name}`)).toSorted()
    expect(stated).toEqual(uses.map(({ user, dependency }) => `${user}: ${dependency}`).toSorted())
  })
})

describe.each(packages)('$folder', ({ folder, manifest }) => {
  it('is described, found, licensed and published with provenance', () => {
    const directory = `packages/${folder}`
    expect(manifest).toMatchObject({
      license: 'MIT',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=20.19' },
      repository: { url: 'git+https://github.com/safety-portfolio/safety-portfolio.git', directory },
      publishConfig: { access: 'public', provenance: true },
    })
    expect(read(`${directory}/LICENSE`)).toBe(read('LICENSE'))
  })

  it('runs no script where it is installed, and is checked by publint and attw', () => {
    expect(installScriptsOf(manifest)).toEqual([])
    expect(manifest.scripts['test:package']).toBe('publint --strict && attw --pack . --profile esm-only')
  })

  it('declares what its sources import', () => {
    const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
    const imported = globSync(`packages/${folder}/src/**/*.ts`, { cwd: root }).flatMap((file) =>
      // An example in a comment is not the package's own import.
      [...read(file).matchAll(/^(?!\s*(?:\*|\/\/)).*?(?:\bfrom |\bimport\(|^import )'([@\w][\w@/.-]*)'/gm)].map(
        ([, name]) => name!,
      ),
    )
    const packagesImported = imported.map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )
    const undeclared = new Set(packagesImported.filter((name) => !name.startsWith('node:') && !declared.has(name)))
    undeclared.delete(manifest.name)
    expect([...undeclared]).toEqual([])
  })

  it('has a budget for its size', () => {
    const limits = json('.size-limit.json') as readonly { readonly path: string; readonly limit: string }[]
    const own = limits.filter((limit) => limit.path.startsWith(`packages/${folder}/dist/`))
    expect(own.length).toBeGreaterThan(0)
    for (const { limit } of own) expect(limit).toMatch(/^\d+ kB$/)
  })
})

describe('the audit of what is shipped', () => {
  const good = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts', 'src/a.ts']
  it('accepts the build, the sources and the texts', () => {
    expect(filesProblems('@safety-portfolio/stats', good)).toEqual([])
    expect(filesProblems('safety-portfolio', [...good, 'bin/safety-portfolio.js'])).toEqual([])
    expect(filesProblems('@safety-portfolio/asl-policy', [...good, 'schemas/case.json', 'policies/x-1.yaml'])).toEqual(
      [],
    )
  })

  it.each([
    'test/a.test.ts',
    'bench/a.mjs',
    '.env',
    'dist/.npmrc',
    'bin/other.js',
    'schemas/case.json',
    'src/notes.md',
    'tsconfig.json',
  ])('refuses %s', (file) => {
    expect(filesProblems('@safety-portfolio/stats', [...good, file])).toEqual([`ships ${file}`])
  })

  it('misses what is not there', () => {
    expect(filesProblems('@safety-portfolio/stats', good.slice(1))).toEqual(['ships no README.md'])
  })

  it('sees scripts that would run', () => {
    expect(installScriptsOf({ scripts: { build: 'tsup', postinstall: 'node x.js' } })).toEqual(['postinstall'])
  })
})
