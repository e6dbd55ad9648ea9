// A Chromium that runs a bundled example and gives back what it computed.
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright'

export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  })
  return {
    version: browser.version(),
    async inBrowser(script) {
      const page = await browser.newPage()
      const problems = []
      page.on('pageerror', (error) => problems.push(String(error)))
      page.on('request', (request) => {
        if (!request.url().startsWith('http://example.test/')) problems.push(`asked for ${request.url()}`)
      })
      await page.route('http://example.test/**', (route) =>
        route.request().url().endsWith('.js')
          ? route.fulfill({ contentType: 'text/javascript', body: readFileSync(script, 'utf8') })
          : route.fulfill({ contentType: 'text/html', body: '<script type="module" src="example.js"></script>' }),
      )
      try {
        await page.goto('http://example.test/')
        const result = await page
          .waitForFunction(() => globalThis.exampleResult, undefined, { timeout: 60_000 })
          .then((handle) => handle.jsonValue())
        if (problems.length > 0) throw new Error(problems.join('; '))
        return result
      } catch (error) {
        throw new Error([...problems, error.message].join('; '), { cause: error })
      } finally {
        await page.close()
      }
    },
    stop: () => browser.close(),
  }
}
