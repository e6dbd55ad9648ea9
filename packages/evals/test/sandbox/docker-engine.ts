import { spawnSync } from 'node:child_process'

/** An image on a docker engine of this machine that tests may use, or `null`: the one that SAFETY_PORTFOLIO_DOCKER_IMAGE names, or a common small one. */
export function localImage(): string | null {
  const named = process.env['SAFETY_PORTFOLIO_DOCKER_IMAGE']
  const candidates = named === undefined ? ['busybox', 'alpine', 'debian'] : [named]
  const here = (image: string): boolean =>
    spawnSync('docker', ['image', 'inspect', image], { stdio: 'ignore', timeout: 20_000 }).status === 0
  return candidates.find(here) ?? null
}
