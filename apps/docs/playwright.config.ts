import { defineConfig } from '@playwright/test'

// Another port for another checkout beside this one: each serves, and tests, its own site.
const port = Number(process.env['DOCS_PORT'] ?? 4321)
const baseURL = `http://127.0.0.1:${port}`

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL,
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
  webServer: {
    command: `node_modules/.bin/astro preview --host 127.0.0.1 --port ${port}`,
    url: baseURL,
    env: { ASTRO_TELEMETRY_DISABLED: '1' },
    reuseExistingServer: process.env['CI'] === undefined,
  },
})
