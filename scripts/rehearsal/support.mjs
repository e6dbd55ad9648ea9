// What each package runs in. READMEs say it, and the runtime matrix holds every package to it.

/** The runtimes of the matrix, at the versions it runs; `engines` names the oldest Node. */
export const versions = {
  Node: ['20.19.6', '22.23.3', '24.21.0', '26.12.1'],
  Bun: ['1.4.5'],
  Deno: ['2.9.6'],
  workerd: ['1.20261117.1'],
}

/** What touches files, processes and networks is for Node; everything else runs wherever JavaScript does. */
const forNode = { 'safety-portfolio': true, '@safety-portfolio/evals/node': true }

/**
 * @param {string} entry - A package, or one of its entry points.
 * @returns {string[]} Runtimes of the matrix.
 */
export function supports(entry) {
  return forNode[entry] ? ['Node'] : [...Object.keys(versions), 'Chromium']
}

/** The sentence of a README about where the package runs. */
export function runtimeSentence(name, node) {
  const oldest = node.replace('>=', '')
  const everywhere = `Node ${oldest} or later, Bun, Deno, workerd (Cloudflare Workers) and browsers`
  if (forNode[name]) return `Node ${oldest} or later.`
  return forNode[`${name}/node`]
    ? `\`${name}\`: ${everywhere}; \`${name}/node\`: Node ${oldest} or later.`
    : `${everywhere}.`
}
