import { expect, test } from '@playwright/test'
import { violations, watch } from './watch.js'

/** One test for what every page of the site must be: accessible in light and dark, 320 pixels narrow, without motion, and without a request to anybody else. */
export function checkPage(path: string): void {
  test(`${path} is accessible in light and dark, fits 320 pixels and asks nobody else`, async ({ page }) => {
    const complaints = await watch(page)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    await expect(page.locator('.demo[data-busy]')).toHaveCount(0)
    expect(await violations(page)).toEqual([])
    // The first move of a reader brings the code of a demo.
    await page.mouse.move(1, 1)
    await page.waitForFunction(() => document.querySelector('.demo:not(:defined)') === null)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 320, height: 800 })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })
}
