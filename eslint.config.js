import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const scope = '@safety-portfolio/'
const domains = ['scaling-laws', 'discrimination', 'global-opinions', 'asl-policy', 'risk', 'evals', 'usage-insights']
/** Who may import whom: each package, then the packages it may import. Everything else is refused. */
const layers = {
  stats: [],
  records: ['stats'],
  'mixed-models': ['stats', 'records'],
  ...Object.fromEntries(domains.map((name) => [name, ['stats', 'records', 'mixed-models']])),
  charts: ['stats', 'records', 'mixed-models', ...domains],
}
/** The entry point of a package that touches files, network and processes; the rest of the package stays pure and never imports it. */
const impure = ['packages/evals/src/node/**/*.ts']
const all = [...Object.keys(layers), 'cli']
const importRules = (name, allowed, pure) => ({
  rules: {
    'no-restricted-imports': 'off',
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [
              ...all.filter((other) => other !== name && !allowed.includes(other)).map((other) => `${scope}${other}`),
              'safety-portfolio',
            ],
            message: `${name} may import only: ${allowed.join(', ') || 'nothing of this repository'} (ARCHITECTURE, who may import whom).`,
          },
          ...(pure
            ? [
                { group: ['node:*'], message: 'Packages are pure: files, network and processes belong to the cli.' },
                { group: ['**/node/*', '**/node/**'], message: 'What is pure does not import what is not.' },
              ]
            : []),
          // Charts draw results and never compute them: types only.
          ...(name === 'charts'
            ? [{ group: [`${scope}*`], allowTypeImports: true, message: 'charts imports only the types of results.' }]
            : []),
        ],
      },
    ],
  },
})
const importDirections = Object.entries(layers).flatMap(([name, allowed]) => [
  { files: [`packages/${name}/src/**/*.ts`], ignores: impure, ...importRules(name, allowed, true) },
  ...impure
    .filter((files) => files.startsWith(`packages/${name}/`))
    .map((files) => ({ files: [files], ...importRules(name, allowed, false) })),
])

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/coverage/**',
      '**/.astro/**',
      'doctest/**',
      '**/temp/**',
      '**/*.astro',
      'apps/docs/e2e/.tmp/**',
    ],
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers are what this project prints.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Numeric kernels index typed arrays whose bounds the loop has fixed.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  ...importDirections,
)
