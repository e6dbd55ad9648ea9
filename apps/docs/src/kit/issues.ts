import type { DataError } from '@safety-portfolio/records'
import { escapeHtml } from './results-table.js'

/** What is wrong with a table, row by row, as a table. */
export function issuesHtml(error: DataError): string {
  const rows = error.issues.map(({ line, path, column, value, message }) => {
    const cells = [line ?? path[0] ?? '', column ?? '', value ?? '', message]
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('')}</tr>`
  })
  const more = error.total - error.issues.length
  return [
    `<p><strong>${error.total === 1 ? 'One problem' : `${error.total} problems`} in the table.</strong> Nothing was computed.</p>`,
    '<div class="scroll" tabindex="0" role="region" aria-label="Problems in the table"><table>',
    '<thead><tr><th scope="col">Line</th><th scope="col">Column</th><th scope="col">Value</th><th scope="col">Problem</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table></div>`,
    more > 0 ? `<p>and ${more} more</p>` : '',
  ].join('')
}
