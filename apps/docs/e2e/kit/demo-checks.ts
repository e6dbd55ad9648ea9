import { parseCsv, type StandardSchemaV1 } from '@safety-portfolio/records'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { downloaded } from './download.js'
import { checkPage } from './page-checks.js'
import { violations, watch } from './watch.js'

/** What is particular about a demo; everything else is the same for all. */
export interface DemoChecks {
  /** Its page: '/demos/emergence/'. */
  readonly path: string
  /** Its element: 'emergence-demo'. */
  readonly tag: string
  /** What the live region says when the sample is computed. */
  readonly ready: RegExp
  /** A control that changes the result: its label, and a key that a keyboard user presses on it. */
  readonly control: { readonly label: string; readonly key: string }
  /** What stands in the address afterwards. */
  readonly address: RegExp
}

const anything: StandardSchemaV1<unknown, object> = {
  '~standard': { version: 1, vendor: 'e2e', validate: (row) => ({ value: row as object }) },
}

/** Opens the demo and waits until its sample is computed. */
export async function openDemo(page: Page, { path, tag, ready }: DemoChecks, address = ''): Promise<Locator> {
  await page.goto(`${path}${address}`)
  const demo = page.locator(tag)
  await expect(demo).toHaveAttribute('data-settled')
  await expect(demo.locator('[data-part="status"]')).toContainText(ready)
  return demo
}

/** The first move of a reader, who touches nothing yet: it brings the code of the demo. */
export async function moveFirst(page: Page, tag: string): Promise<void> {
  await page.mouse.move(1, 1)
  await page.waitForFunction((name) => customElements.get(name) !== undefined, tag)
  await expect(page.locator(tag)).toHaveAttribute('data-settled')
}

/** The tests that every demo has to pass. A demo's own file adds those of its own numbers. */
export function checkDemo(checks: DemoChecks): void {
  const { path, tag, control, address } = checks

  checkPage(path)

  test(`${tag}: by keyboard alone, into the address, and through a reload`, async ({ page }) => {
    const complaints = await watch(page)
    const demo = await openDemo(page, checks)
    const shown = (): Promise<string> => demo.locator('[data-part="results"]').innerHTML()
    const before = await shown()
    await tabTo(page, demo.getByLabel(control.label, { exact: true }))
    await page.keyboard.press(control.key)
    await expect(page).toHaveURL(address)
    await expect.poll(shown).not.toBe(before)
    await expect(demo).toHaveAttribute('data-settled')
    const tables = await demo.locator('table').allInnerTexts()
    await page.reload()
    await expect(demo).toHaveAttribute('data-settled')
    expect(await demo.locator('table').allInnerTexts()).toEqual(tables)
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test(`${tag}: files hold what is shown and stand alone`, async ({ page }) => {
    const demo = await openDemo(page, checks)
    for (const button of await demo.locator('[data-action="csv"]').all()) {
      const { text } = await downloaded(page, await button.innerText())
      const table = demo.locator(`table[data-table="${(await button.getAttribute('data-name')) ?? ''}"]`)
      expect(parseCsv(text, { schema: anything })).toHaveLength(await table.locator('tbody tr').count())
    }
    for (const button of await demo.locator('[data-action="svg"]').all()) {
      const { text } = await downloaded(page, await button.innerText())
      expect(text).not.toMatch(/var\(|url\((?!#)|href="(?!#)|<script|NaN/)
      expect(text).toMatch(/^<svg[^>]* aria-label="[^"]+"/)
    }
    const { text } = await downloaded(page, 'Result (JSON)')
    expect(JSON.parse(text)).toBeTruthy()
  })

  test(`${tag}: what is done before its code is there is done`, async ({ page }) => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const late: string[] = []
    const demo = await openDemo(page, checks)
    await page.route(/\.js$/, async (route) => {
      late.push(route.request().url())
      await held
      await route.continue()
    })
    const shown = (): Promise<string> => demo.locator('[data-part="results"]').innerHTML()
    const before = await shown()
    await demo.getByLabel(control.label, { exact: true }).press(control.key)
    await expect.poll(() => late.length).toBeGreaterThan(0)
    expect(await page.evaluate((name) => customElements.get(name) === undefined, tag)).toBe(true)
    await expect(demo.locator('[data-part="time"]')).toHaveText('loading the code of this demo')
    release()
    await expect(page).toHaveURL(address)
    await expect.poll(shown).not.toBe(before)
    await expect(demo.locator('[data-part="time"]')).not.toContainText('loading')
  })

  test(`${tag}: computing makes no request`, async ({ page }) => {
    const demo = await openDemo(page, checks)
    await moveFirst(page, tag)
    await page.waitForLoadState('networkidle')
    const requests: string[] = []
    page.on('request', (request) => {
      // The worker is part of the script; the icon is asked for again whenever the address changes.
      if (!/^blob:|\/favicon\.svg$/.test(request.url())) requests.push(request.url())
    })
    await demo.getByLabel(control.label, { exact: true }).press(control.key)
    await expect(page).toHaveURL(address)
    await downloaded(page, 'Result (JSON)')
    expect(requests).toEqual([])
  })

  test(`${tag}: alone in a frame of another page`, async ({ page }) => {
    const demo = await openDemo(page, checks, '?embed')
    await expect(demo.locator('svg[role="img"]').filter({ visible: true }).first()).toBeVisible()
    await expect(page.getByRole('banner')).toBeHidden()
    await expect(page.getByRole('contentinfo')).toBeHidden()
  })

  test.describe(() => {
    test.use({ javaScriptEnabled: false })
    test(`${tag}: charts and tables without JavaScript`, async ({ page }) => {
      await page.goto(path)
      const demo = page.locator(tag)
      await expect(demo.getByText('Without JavaScript you see')).toBeVisible()
      await expect(demo.locator('svg[role="img"]').filter({ visible: true }).first()).toBeVisible()
      for (const table of await demo.locator('table[data-table]').all()) {
        expect(await table.locator('tbody tr').count()).toBeGreaterThan(0)
      }
      await expect(demo.locator('[data-interactive]').filter({ visible: true })).toHaveCount(0)
    })
  })
}

/** Moves the focus forward until the control has it, as a keyboard user does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await page.locator('body').press('Home')
  for (let step = 0; step < 400; step += 1) {
    await page.keyboard.press('Tab')
    if (await control.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error('the control cannot be reached by the Tab key')
}
