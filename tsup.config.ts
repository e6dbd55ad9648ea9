import { defineConfig } from 'tsup'

// Found from each package folder: every package is one ESM entry with its types.
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  platform: 'neutral',
})
