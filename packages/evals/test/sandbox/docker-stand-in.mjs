#!/usr/bin/env node
// A stand-in for docker's command line, for machines without an engine: folders for containers, processes of this machine for what runs in them. It isolates nothing and
// says so in its answer to `version`. Every command line is kept in calls.jsonl of the folder named by DOCKER_STAND_IN.
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const folder = process.env['DOCKER_STAND_IN']
const [verb, ...words] = process.argv.slice(2)
appendFileSync(path.join(folder, 'calls.jsonl'), `${JSON.stringify(process.argv.slice(2))}\n`)
const at = (name) => path.join(folder, name)
const fail = (message, code = 1) => {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}
const valued = new Set(
  '--name --label --network --cap-drop --security-opt --memory --memory-swap --cpus --pids-limit --tmpfs --user --workdir --env --entrypoint --pull'.split(
    ' ',
  ),
)
/** Flags, and the words behind them. */
function parsed(list) {
  const flags = []
  let index = 0
  while (index < list.length && list[index].startsWith('-')) {
    const flag = list[index]
    flags.push([flag, valued.has(flag) ? list[index + 1] : true])
    index += valued.has(flag) ? 2 : 1
  }
  return { flags, of: (flag) => flags.find(([name]) => name === flag)?.[1], rest: list.slice(index) }
}

if (verb === 'version') process.stdout.write('a stand-in for docker: it isolates nothing\n')
else if (verb === 'image') {
  if (words.at(-1) === 'absent') fail('Error: No such image: absent')
  process.stdout.write('sha256:stand-in\n')
} else if (verb === 'run') {
  const { of } = parsed(words)
  mkdirSync(at(of('--name')))
  process.stdout.write('0123456789ab\n')
} else if (verb === 'inspect') {
  if (!existsSync(at(words.at(-1)))) fail(`Error: No such object: ${words.at(-1)}`)
  process.stdout.write('true\n')
} else if (verb === 'rm' || verb === 'kill') {
  const name = words.at(-1)
  for (const line of existsSync(at(`${name}.pids`)) ? readFileSync(at(`${name}.pids`), 'utf8').split('\n') : []) {
    if (line !== '') spawnSync('kill', ['-9', '--', `-${line}`])
  }
  rmSync(at(name), { recursive: true, force: true })
} else if (verb === 'exec') {
  const { flags, of, rest } = parsed(words)
  const [name, ...command] = rest
  const home = at(name)
  if (!existsSync(home)) fail(`Error response from daemon: No such container: ${name}`)
  const local = (text) => text.replace(/^\/workspace/, home).replace(/^\/\.safety-portfolio/, home)
  const extra = Object.fromEntries(flags.filter(([flag]) => flag === '--env').map(([, pair]) => pair.split(/=(.*)/s)))
  const [program, ...args] = command.map(local)
  // A session of its own, as a container's init makes one: it outlives a client that is killed.
  const child = spawn(program, args, {
    cwd: local(of('--workdir') ?? '/workspace'),
    env: { PATH: process.env['PATH'], HOME: home, ...extra },
    detached: true,
    stdio: [of('--interactive') === true ? 'inherit' : 'ignore', 'inherit', 'inherit'],
  })
  writeFileSync(at(`${name}.pids`), `${child.pid}\n`, { flag: 'a' })
  child.on('error', (error) => fail(`OCI runtime exec failed: ${error.message}`, 127))
  child.on('exit', (code) => process.exit(code ?? 137))
} else fail(`docker-stand-in: '${verb}' is not a command that it knows`)
