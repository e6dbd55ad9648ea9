// Bundles single imports of the built packages, minified and with everything they need, so that size-limit sees what tree-shaking leaves: node scripts/bundle-imports.mjs
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'

const root = path.join(import.meta.dirname, '..')
const imports = {
  'chinchilla-optimum': "export { chinchillaOptimum } from '@safety-portfolio/scaling-laws'",
  'fit-chinchilla': "export { fitChinchilla } from '@safety-portfolio/scaling-laws'",
}

// Inside the repository, where the packages resolve.
const folder = mkdtempSync(path.join(root, 'node_modules', '.bundle-'))
try {
  for (const [name, source] of Object.entries(imports)) writeFileSync(path.join(folder, `${name}.mjs`), source)
  for (const name of Object.keys(imports)) {
    await build({
      configFile: false,
      root: folder,
      logLevel: 'error',
      build: {
        outDir: path.join(root, '.bundles'),
        emptyOutDir: false,
        copyPublicDir: false,
        // An application, as a page would build it: libraries keep white space.
        minify: true,
        rolldownOptions: {
          input: path.join(folder, `${name}.mjs`),
          preserveEntrySignatures: 'strict',
          output: { format: 'es', entryFileNames: '[name].js' },
        },
      },
    })
  }
} finally {
  rmSync(folder, { recursive: true })
}
