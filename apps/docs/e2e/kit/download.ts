import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'

/** Presses a button and gives the text of the file that is saved. */
export async function downloaded(
  page: Page,
  button: string,
): Promise<{ readonly name: string; readonly text: string }> {
  // Chromium drops what is more than ten downloads of a page in a second.
  await page.waitForTimeout(120)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}
