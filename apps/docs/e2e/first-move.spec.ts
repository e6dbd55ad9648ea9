import { expect, test } from '@playwright/test'
import { moveFirst } from './kit/demo-checks.js'
import { watch } from './kit/watch.js'

/** Pages whose code is heaviest: the map with the shapes of the world, and the playground with every analysis. */
const demos = [
  { path: '/demos/opinions/', tag: 'opinions-demo' },
  { path: '/playground/', tag: 'playground-demo' },
]

for (const { path, tag } of demos) {
  test(`${path}: who only reads loads no code of the demo, who moves loads it`, async ({ page }) => {
    const complaints = await watch(page)
    const codes: number[] = []
    page.on('response', (response) => {
      if (response.url().endsWith('.js')) void response.body().then((body) => codes.push(body.length))
    })
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    const sum = (): number => codes.reduce((total, size) => total + size, 0)
    expect(sum()).toBeLessThan(150_000)
    // Controls stand there, filled, before their code does.
    await expect(page.locator(`${tag} form.controls`)).toBeVisible()
    for (const text of await page.locator(`${tag} textarea[name="table"]`).all()) {
      expect(await text.inputValue()).toContain('\n')
    }
    await moveFirst(page, tag)
    await expect.poll(sum).toBeGreaterThan(300_000)
    expect(complaints).toEqual([])
  })
}

test('a state in the address is shown without any move', async ({ page }) => {
  await page.goto('/demos/opinions/?country=Brazil')
  await page.waitForFunction(() => customElements.get('opinions-demo') !== undefined)
  await expect(page.locator('opinions-demo')).toHaveAttribute('data-settled')
  await expect(page.locator('opinions-demo').getByLabel('Country', { exact: true })).toHaveValue('Brazil')
})

test('code that cannot be loaded says so, and what was built stays', async ({ page }) => {
  await page.goto('/demos/opinions/')
  await expect(page.locator('opinions-demo')).toHaveAttribute('data-settled')
  await page.route(/\.js$/, (route) => route.abort())
  await page.mouse.move(1, 1)
  await expect(page.locator('opinions-demo [data-part="status"]')).toContainText('could not be loaded')
  await expect(page.locator('opinions-demo svg[role="img"]').filter({ visible: true }).first()).toBeVisible()
})
