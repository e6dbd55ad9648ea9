// The compilers and bundlers that teams use, each at a stated version, installed once for all packages.
import path from 'node:path'
import { installedOnce } from './installed-once.mjs'

const dependencies = {
  'typescript-5.9': 'npm:typescript@5.9.3',
  'typescript-6': 'npm:typescript@6.0.3',
  'typescript-7': 'npm:typescript@7.0.2',
  esbuild: '0.28.2',
  vite: '8.3.8',
}

/** @returns {Promise<{ compilers: { name: string, program: string }[], esbuild: string, vite: string }>} */
export async function installTools() {
  const modules = await installedOnce('tools', dependencies)
  return {
    compilers: Object.keys(dependencies)
      .filter((name) => name.startsWith('typescript'))
      .map((name) => ({
        name: name.replace('typescript-', 'TypeScript '),
        program: path.join(modules, name, 'bin/tsc'),
      })),
    esbuild: path.join(modules, 'esbuild/bin/esbuild'),
    vite: path.join(modules, 'vite/bin/vite.js'),
  }
}
