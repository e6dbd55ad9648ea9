import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { printedJson } from './run-command.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

describe('the report, opened from disk in a browser', () => {
  let folder = ''
  let browser: Browser
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'assess-report-'))
    await printedJson(['assess', '--demo', '--out', 'report'], { cwd: folder })
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    })
  }, 300_000)
  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function opened(
    width: number,
    colorScheme: 'light' | 'dark',
    check: (page: Page) => Promise<void>,
  ): Promise<void> {
    // Scripts of the page do not run whatever it says; axe is put in from outside.
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
    const page = await context.newPage()
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    page.on('pageerror', (error) => said.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) said.push(request.url())
    })
    await page.goto(pathToFileURL(path.join(folder, 'report', 'report.html')).href)
    await check(page)
    expect(said).toEqual([])
    await context.close()
  }

  it.each([
    [1100, 'light'],
    [1100, 'dark'],
    [320, 'light'],
    [320, 'dark'],
  ] as const)(
    'has nothing that axe finds, says nothing and loads nothing, %i px wide, %s',
    async (width, scheme) => {
      await opened(width, scheme, async (page) => {
        await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
        await page.addScriptTag({ content: axe })
        const violations = await page.evaluate<Violation[]>(
          '(async () => (await axe.run()).violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))()',
        )
        expect(violations).toEqual([])
      })
    },
    120_000,
  )

  it('says what follows for every model before anything else, and folds up what lies behind', async () => {
    await opened(1100, 'light', async (page) => {
      expect(await page.locator('.outcomes .verdict').allInnerTexts()).toEqual(['Permit', 'Hold'])
      expect(await page.locator('.outcomes .hold ul').innerText()).toContain('standard:ASL-3 Security')
      expect(await page.locator('nav p').allInnerTexts()).toEqual([
        'All models',
        'simulated/modest',
        'simulated/capable',
      ])
      const broken = await page.evaluate(
        `[...document.querySelectorAll('nav a')].filter((link) => document.getElementById(link.getAttribute('href').slice(1)) === null).length`,
      )
      expect(broken).toBe(0)
      await page.locator('summary').first().focus()
      await page.keyboard.press('Enter')
      expect(await page.locator('details[open]').count()).toBe(1)
    })
  })

  it('prints in full, on light paper', async () => {
    await opened(1100, 'dark', async (page) => {
      expect(await page.locator('details table').first().isVisible()).toBe(false)
      await page.emulateMedia({ media: 'print', colorScheme: 'light' })
      await expect.poll(() => page.locator('details table').first().isVisible()).toBe(true)
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
      expect((await page.pdf()).length).toBeGreaterThan(50_000)
    })
  }, 60_000)
})
