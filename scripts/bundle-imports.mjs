// Bundles single imports of the built packages, minified and with everything they need, so that size-limit sees what tree-shaking leaves: node scripts/bundle-imports.mjs
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'tsup'

const root = path.join(import.meta.dirname, '..')
const imports = {
  'chinchilla-optimum': "export { chinchillaOptimum } from '@safety-portfolio/scaling-laws'",
  'fit-chinchilla': "export { fitChinchilla } from '@safety-portfolio/scaling-laws'",
}

// Inside the repository, where the packages resolve.
const folder = mkdtempSync(path.join(root, 'node_modules', '.bundle-'))
try {
  for (const [name, source] of Object.entries(imports)) writeFileSync(path.join(folder, `${name}.mjs`), source)
  await build({
    config: false,
    entry: Object.fromEntries(Object.keys(imports).map((name) => [name, path.join(folder, `${name}.mjs`)])),
    outDir: path.join(root, '.bundles'),
    format: ['esm'],
    platform: 'neutral',
    target: 'es2022',
    splitting: false,
    minify: true,
    noExternal: [/./],
    silent: true,
  })
} finally {
  rmSync(folder, { recursive: true })
}
