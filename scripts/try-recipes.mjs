// Follows the recipes of CONTRIBUTING.md in a clone, word for word: every command of each block, with the work by hand done in between. npm run test:recipes [kind ...]
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { inClone } from './rehearsal/clone.mjs'
import { run } from './rehearsal/run.mjs'
import { byHand } from './templates/by-hand.mjs'

const root = path.join(import.meta.dirname, '..')
const kinds = ['statistic', 'law', 'policy', 'eval', 'package']
const wanted = process.argv.length > 2 ? process.argv.slice(2) : kinds
const [passed, failed] = [[], []]

await inClone(root, (clone, env) => {
  const before = run('git', ['rev-parse', 'HEAD'], clone).trim()
  const unusedBefore = unusedIn(clone, env)
  for (const kind of wanted) attempt(`add ${articleOf(kind)} ${kind}`, () => follow(kind, `trial-${kind}`))
  attempt('what they made is as clean as the rest', () => {
    const changed = run('git', ['ls-files', '--modified', '--others', '--exclude-standard'], clone).trim().split('\n')
    run('prettier', ['--check', '--ignore-unknown', ...changed], clone, env)
    run(
      'eslint',
      changed.filter((file) => /\.(?:ts|mjs)$/.test(file)),
      clone,
      env,
    )
    const unused = unusedIn(clone, env).filter((line) => !unusedBefore.includes(line))
    if (unused.length > 0) throw new Error(`knip: ${unused.join('; ')}`)
    run('vitest', ['run', '--project', 'node', 'scripts/test'], clone, env)
    run('git', ['add', '-A'], clone)
    run('git', ['-c', 'user.name=x', '-c', 'user.email=x@localhost', 'commit', '-qm', 'Trials'], clone)
    run('changeset', ['status', `--since=${before}`], clone, env)
  })

  function attempt(what, action) {
    const start = Date.now()
    try {
      action()
      passed.push(what)
      console.log(`ok     ${what} (${((Date.now() - start) / 1000).toFixed(0)} s)`)
    } catch (error) {
      failed.push(what)
      console.log(`FAILED ${what}: ${error.message}`)
    }
  }

  function follow(kind, name) {
    for (const { command, red } of commandsOf(kind, name)) {
      if (command === undefined) byHand[kind](clone, name)
      else if (red === undefined) run('bash', ['-c', command], clone, env)
      else expectRed(command, red)
    }
  }

  function expectRed(command, why) {
    let said
    try {
      run('bash', ['-c', command], clone, { ...env, NO_COLOR: '1', FORCE_COLOR: '0' })
    } catch (error) {
      said = error.message
    }
    if (said === undefined) throw new Error(`${command}: green, but ${why}`)
    const failures = /Tests +(\d+) failed/.exec(said)?.[1]
    if (failures !== '1') throw new Error(`${command}: ${failures ?? 'no'} tests red, not one (${why}):\n${said}`)
  }
})
console.log(`${passed.length} recipes passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 && passed.length > 0 ? 0 : 1

/** What knip finds unused or undeclared, a line each. */
function unusedIn(clone, env) {
  try {
    return run('knip', ['--no-progress', '--reporter', 'compact'], clone, env).split('\n')
  } catch (error) {
    return error.message.split('\n').slice(1)
  }
}

/** The block of a recipe: commands in order, which of them is said to be red, and where work by hand comes. */
function commandsOf(kind, name) {
  const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8')
  const article = articleOf(kind)
  const block = new RegExp(`^### Add ${article} ${kind}\\n[^]*?^\`\`\`sh\\n([^]*?)^\`\`\``, 'm').exec(text)
  if (block === null) throw new Error(`CONTRIBUTING.md has no recipe "Add ${article} ${kind}"`)
  return block[1]
    .trim()
    .replaceAll('NAME', name)
    .split('\n')
    .map((line) => {
      if (line.startsWith('# by hand')) return {}
      const [command, comment] = line.split('  # ')
      return { command, red: comment?.startsWith('red: ') ? comment.slice('red: '.length) : undefined }
    })
}

function articleOf(kind) {
  return /^[aeiou]/.test(kind) ? 'an' : 'a'
}
