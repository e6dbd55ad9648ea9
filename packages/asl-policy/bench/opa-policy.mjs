// The compiled form of ten-rules.rego: that in OPA_WASM, else what the `opa` on the PATH makes of it, else nothing with the reason.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export function opaPolicy() {
  const given = process.env.OPA_WASM
  if (given !== undefined) return { wasm: readFileSync(given), compiler: given }
  try {
    const [version] = execFileSync('opa', ['version'], { encoding: 'utf8' }).split('\n')
    const folder = mkdtempSync(path.join(tmpdir(), 'ten-rules-'))
    const bundle = path.join(folder, 'bundle.tar.gz')
    const source = fileURLToPath(new URL('ten-rules.rego', import.meta.url))
    execFileSync('opa', ['build', '-t', 'wasm', '-e', 'ten/allow', '-o', bundle, source])
    execFileSync('tar', ['-xzf', bundle, '-C', folder, '/policy.wasm'])
    return { wasm: readFileSync(path.join(folder, 'policy.wasm')), compiler: version }
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return { wasm: null, reason: 'no compiler: there is no `opa` on the PATH, and OPA_WASM is not set' }
  }
}
