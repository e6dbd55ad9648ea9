// Writes the JSON Schemas of policy and case files into schemas/, for editors: node policies/schemas.mjs (after a build)
import { mkdirSync, writeFileSync } from 'node:fs'
import { caseJsonSchema, policyJsonSchema } from '@safety-portfolio/asl-policy'

const folder = new URL('../schemas/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('policy.json', folder), `${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
writeFileSync(new URL('case.json', folder), `${JSON.stringify(caseJsonSchema(), null, 2)}\n`)
