// An npm registry on this machine (verdaccio): it keeps what is published here and fetches everything else from the registry npm is set to.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** @param {string} folder - Where it stores packages, its configuration and its log. */
export async function startRegistry(folder) {
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()
  const config = path.join(folder, 'verdaccio.json')
  writeFileSync(
    config,
    JSON.stringify({
      storage: path.join(folder, 'storage'),
      uplinks: { upstream: { url: upstream, timeout: '60s', maxage: '60m' } },
      packages: {
        '@safety-portfolio/*': { access: '$all', publish: '$all' },
        'safety-portfolio': { access: '$all', publish: '$all' },
        '**': { access: '$all', proxy: 'upstream' },
      },
      max_body_size: '50mb',
      log: { type: 'file', path: path.join(folder, 'verdaccio.log'), level: 'warn' },
    }),
  )
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  const program = path.join(createRequire(import.meta.url).resolve('verdaccio/package.json'), '../bin/verdaccio')
  const server = spawn(process.execPath, [program, '--config', config, '--listen', `127.0.0.1:${port}`], {
    stdio: 'ignore',
  })
  await answers(`${url}-/ping`, server)
  return {
    url,
    async stop() {
      if (server.exitCode !== null) return
      server.kill()
      await once(server, 'exit')
    },
  }
}

async function answers(url, server) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`the registry ended with code ${server.exitCode}`)
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) return
    await delay(200)
  }
  throw new Error('the registry did not answer within a minute')
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}
