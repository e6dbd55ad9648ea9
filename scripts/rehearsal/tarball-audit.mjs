// What a package ships: nothing but the build, its sources and the texts that belong to it, and no script that runs when it is installed.
import { runBeside } from './run.mjs'

const forAll =
  /^(dist\/[\w.-]+\.(js|js\.map|d\.ts)|src\/[\w./-]+\.(ts|json)|README\.md|CHANGELOG\.md|LICENSE|package\.json)$/
/** What a package ships beside that, and why. */
const beside = {
  'safety-portfolio': [
    { files: /^bin\/safety-portfolio\.js$/, why: 'the command' },
    {
      files: /^schemas\/(plan|report)\.schema\.json$/,
      why: 'JSON Schemas by which editors check plans and other programs read reports',
    },
  ],
  '@safety-portfolio/asl-policy': [
    {
      files: /^schemas\/(policy|case)\.json$/,
      why: 'JSON Schemas by which editors and other languages check policies and cases',
    },
    { files: /^policies\/[\w.-]+\.yaml$/, why: 'the shipped policies as a person reads, copies and extends them' },
  ],
}
const needed = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'preprepare', 'postprepare']

/** @returns {Promise<{ files: number, packed: number, unpacked: number }>} Sizes in bytes. */
export async function auditTarball({ name, version }, registry, folder) {
  const env = { npm_config_registry: registry }
  const [packed] = JSON.parse(
    await runBeside('npm', ['pack', '--dry-run', '--json', `${name}@${version}`], folder, env),
  )
  const problems = filesProblems(
    name,
    packed.files.map(({ path }) => path),
  )
  if (problems.length > 0) throw new Error(`${name} ${problems.join('; ')}`)
  return { files: packed.files.length, packed: packed.size, unpacked: packed.unpackedSize }
}

/** @returns {string[]} What is too much and what is missing. */
export function filesProblems(name, files) {
  const may = [forAll, ...(beside[name] ?? []).map((each) => each.files)]
  const strangers = files.filter((file) => !may.some((pattern) => pattern.test(file)))
  const missing = needed.filter((file) => !files.includes(file))
  return [
    ...(strangers.length > 0 ? [`ships ${strangers.slice(0, 5).join(', ')}`] : []),
    ...(missing.length > 0 ? [`ships no ${missing.join(', ')}`] : []),
  ]
}

/** @returns {string[]} Scripts of a manifest that would run on the machine of whoever installs it. */
export function installScriptsOf({ scripts = {} }) {
  return Object.keys(scripts).filter((each) => installScripts.includes(each))
}
