import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

// Tests run from the sources, so they need no build. What needs Node (files, processes) is named *.node.test.ts.
const source = { conditions: ['@safety-portfolio/source'] }
const setupFiles = ['testing/fast-check-seed.ts']
const tests = ['packages/*/test/**/*.test.ts', 'scripts/test/**/*.test.ts']

export default defineConfig({
  test: {
    // All cores: the default leaves one idle.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**'],
      reporter: ['text-summary', 'json-summary', 'text'],
      thresholds: { lines: 95 },
    },
    projects: [
      {
        resolve: source,
        ssr: { resolve: source },
        test: { name: 'node', include: tests, setupFiles, testTimeout: 60_000, isolate: false },
      },
      {
        resolve: source,
        ssr: { resolve: source },
        test: { name: 'doctest', include: ['doctest/**/*.test.ts'], isolate: false },
      },
      {
        resolve: source,
        test: {
          name: 'browser',
          setupFiles,
          include: ['packages/*/test/**/*.test.ts'],
          exclude: ['**/*.node.test.ts', 'packages/cli/**'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
                args: ['--no-sandbox', '--disable-background-networking'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
