import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { runBuilt } from './built-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
/** Loaded before the command: every attempt to leave the machine, or to look up a name, is written down and refused. */
const guard = `import net from 'node:net'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
const refuse = (what) => (...words) => {
  appendFileSync(process.env.NETWORK_NOTES, what + ' ' + JSON.stringify(words[0] ?? null) + '\\n')
  throw new Error('no network here')
}
net.Socket.prototype.connect = refuse('connect')
dgram.Socket.prototype.send = refuse('send')
dns.lookup = refuse('lookup')
dns.promises.lookup = refuse('lookup')
dns.promises.resolve = refuse('resolve')
`

describe('the command', () => {
  it('reaches no network of its own accord', async () => {
    const notes = folder.path('notes.txt')
    await writeFile(folder.path('guard.mjs'), guard)
    await writeFile(notes, '')
    await writeFile(
      folder.path('promptfooconfig.yaml'),
      "prompts: ['{{x}}']\nproviders: [echo]\ntests: [{ vars: { x: a }, assert: [{ type: equals, value: a }] }]\n",
    )
    process.env['NETWORK_NOTES'] = notes
    const run = (...argv: string[]) =>
      runBuilt([...argv, '--quiet'], { cwd: folder.path(), node: ['--import', folder.path('guard.mjs')] })
    const first = run(
      'eval',
      'run',
      'warehouse-sums',
      '--json',
      '--cache',
      'cache',
      '--sandbox',
      'local',
      '--html',
      'report.html',
    )
    expect([first.code, first.stderr]).toEqual([0, ''])
    const { log } = JSON.parse(first.stdout) as { log: string }
    const commands = [
      ['eval', 'run', 'promptfooconfig.yaml'],
      ['eval', 'log', 'info', log],
      ['eval', 'log', 'verify', log],
      ['eval', 'log', 'convert', log, 'out.otlp.json'],
      ['eval', 'stats', log],
      ['eval', 'run', 'warehouse-sums', '--replay', log],
    ]
    for (const argv of commands) expect([argv.join(' '), run(...argv).code]).toEqual([argv.join(' '), 0])
    expect(await readFile(notes, 'utf8')).toBe('')
    // The guard itself works: a run that needs a server is refused, and noted.
    const model = [
      '--model',
      'compatible/m',
      '--model-base-url',
      'http://127.0.0.1:65001/v1',
      '--limit',
      '1',
      '--retries',
      '0',
    ]
    const server = run('eval', 'run', 'warehouse-sums', ...model)
    delete process.env['NETWORK_NOTES']
    expect(server.code).toBe(1)
    expect(await readFile(notes, 'utf8')).not.toBe('')
  }, 120_000)
})
