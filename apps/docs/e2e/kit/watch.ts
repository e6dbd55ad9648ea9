import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Blocks and collects whatever is not served by the site itself, and collects what the console calls an error. */
export async function watch(page: Page): Promise<string[]> {
  const complaints: string[] = []
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => {
      complaints.push(`external request: ${route.request().url()}`)
      return route.abort()
    },
  )
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

/** What axe finds wrong with the page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page })
    // Starlight's search button is labelled "Search" and also shows its key, "Ctrl K", which this rule wants in the label.
    .disableRules(['label-content-name-mismatch'])
    // What is drawn for the eye only; the formula itself is the MathML beside it.
    .exclude('.katex-html')
    // One page without frames needs no second page to put results together.
    .setLegacyMode(true)
    .analyze()
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
}
