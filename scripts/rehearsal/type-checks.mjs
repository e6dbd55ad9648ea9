// The examples under both module resolutions that teams use, with every compiler; nothing of the packages' types is skipped.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { forEachBeside, runBeside } from './run.mjs'

const resolutions = [
  ['node16', 'node16'],
  ['bundler', 'esnext'],
]

/**
 * One run of a compiler reads the examples of all projects, each of which resolves from its own node_modules; one that needs the types of Node is read alone.
 *
 * @param {string} folder - The folder of the projects.
 * @param {{ project: string, examples: { file: string, forNode: boolean }[] }[]} projects
 * @param {{ name: string, program: string }[]} compilers
 * @returns {Promise<Map<string, { passed: string[], errors: string[] }>>} By project.
 */
export async function checkTypes(folder, projects, compilers) {
  const results = new Map(projects.map(({ project }) => [project, { passed: [], errors: [] }]))
  const examplesFor = (node) =>
    projects.flatMap(({ project, examples }) =>
      examples
        .filter(({ forNode }) => forNode === node)
        .map(({ file }) => ({ project, file: path.join(project, file) })),
    )
  const groups = [
    { name: 'anywhere', examples: examplesFor(false) },
    ...examplesFor(true).map((example) => ({
      name: path.basename(example.project),
      examples: [example],
      typeRoots: [path.join(example.project, 'node_modules/@types')],
    })),
  ].filter(({ examples }) => examples.length > 0)
  const runs = groups.flatMap((group) =>
    resolutions.flatMap(([resolution, module]) =>
      compilers.map((compiler) => ({ ...group, resolution, module, compiler })),
    ),
  )
  await forEachBeside(runs, async (each) => {
    const errors = await errorsOf(folder, each)
    const label = `${each.compiler.name} ${each.resolution}`
    for (const project of new Set(each.examples.map((example) => example.project))) {
      const own = errors.filter((line) => line.startsWith(`${path.basename(project)}/`) || !/error TS/.test(line))
      const result = results.get(project)
      if (own.length === 0) result.passed.push(label)
      else result.errors.push(`${label}: ${own.join('\n')}`)
    }
  })
  for (const result of results.values()) result.passed = [...new Set(result.passed)].toSorted()
  return results
}

/** Errors in declarations of third parties are theirs: a team that meets them sets skipLibCheck. Ours, and those of the example, are not. */
async function errorsOf(folder, { name, examples, typeRoots, resolution, module, compiler }) {
  const config = `tsconfig.${name}.${resolution}.json`
  writeFileSync(
    path.join(folder, config),
    JSON.stringify({
      files: examples.map(({ file }) => path.relative(folder, file)),
      compilerOptions: {
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        types: typeRoots === undefined ? [] : ['node'],
        ...(typeRoots === undefined ? {} : { typeRoots }),
        lib: ['ES2023', 'DOM'],
        target: 'ES2022',
        module,
        moduleResolution: resolution,
      },
    }),
  )
  try {
    await runBeside(process.execPath, [compiler.program, '-p', config, '--pretty', 'false'], folder)
    return []
  } catch (error) {
    const lines = error.message.split('\n').filter((line) => /error TS/.test(line))
    if (lines.length === 0) return [error.message]
    return lines.filter((line) => !/^[\w-]+\/node_modules\/(?!@safety-portfolio\/)/.test(line))
  }
}
