import type { SandboxProvider } from '../../task/sandbox.js'
import { RunError } from '../run/run-error.js'
import { dockerSandbox, type DockerSandboxOptions } from './docker-sandbox.js'
import { localSandbox } from './local-sandbox.js'

const known: readonly (keyof DockerSandboxOptions)[] = [
  'image',
  'network',
  'memory',
  'cpus',
  'pids',
  'disk',
  'user',
  'lifetime',
]

/**
 * A sandbox by name, `local` or `docker:IMAGE`, or by its settings, `{ docker: { image, memory, ... } }`.
 *
 * @throws RunError where there is no such kind.
 */
export function resolveSandbox(given: unknown): SandboxProvider {
  if (given === 'local') return localSandbox()
  if (typeof given === 'string' && given.startsWith('docker:')) return dockerSandbox({ image: given.slice(7) })
  if (typeof given === 'object' && given !== null && 'docker' in given) {
    const settings = given.docker as DockerSandboxOptions
    const wrong = Object.keys(settings).find((name) => !known.includes(name as keyof DockerSandboxOptions))
    if (wrong !== undefined)
      throw new RunError(`sandbox: docker has no setting '${wrong}'; there are ${known.join(', ')}`)
    if (typeof settings.image !== 'string') throw new RunError('sandbox: docker needs an image')
    return dockerSandbox(settings)
  }
  throw new RunError(
    `there is no sandbox '${typeof given === 'string' ? given : JSON.stringify(given)}': write local, or docker:IMAGE`,
  )
}
