import { expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { version } from '../src/index.js'

it('is the version of package.json', () => {
  expect(version).toBe(packageJson.version)
})
