// What each kind of contribution adds beside the files of its folder, and what is left to do by hand.

/** @type {Record<string, { package: string, change: string, lines?: { file: string, line: string }[], next: string[] }>} */
export const recipes = {
  statistic: {
    package: '@safety-portfolio/stats',
    change: '`__camelName__`: say in one sentence what a user can now compute.',
    lines: [{ file: 'packages/stats/src/index.ts', line: "export { __camelName__ } from './__name__.js'" }],
    next: [
      'packages/stats/test/oracles/__name__.R: let another system compute reference numbers into __name__.json',
      'packages/stats/src/__name__.ts: the formula and its source',
      'npx vitest run --project node packages/stats/test/__name__.test.ts',
      'a row in packages/stats/README.md and a heading in docs/methods/statistics.md',
      'npm run build && npm run api',
    ],
  },
  package: {
    package: '@safety-portfolio/__name__',
    change: 'First version: say in one sentence what a user can now do.',
    next: [
      'packages/__name__/package.json: description, keywords and what it imports',
      "eslint.config.js: '__name__' among the domains, or its own line in the layers",
      'package.json, .size-limit.json, apps/docs/package.json, README.md: a line each',
      'mkdir packages/__name__/etc, then npx pnpm install && npm run build && npm run api',
    ],
  },
}
