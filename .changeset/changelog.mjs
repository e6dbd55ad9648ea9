// A line of a changelog: what changed, with a link to the commit that brought it. Needs no network.
const repository = 'https://github.com/safety-portfolio/safety-portfolio'
const link = (commit) => `[\`${commit.slice(0, 7)}\`](${repository}/commit/${commit})`

export default {
  getReleaseLine({ commit, summary }) {
    const [first, ...rest] = summary.split('\n').map((line) => line.trimEnd())
    return [`- ${first}${commit === undefined ? '' : ` (${link(commit)})`}`, ...rest.map((line) => `  ${line}`)]
      .join('\n')
      .trimEnd()
  },
  getDependencyReleaseLine(_changesets, updated) {
    if (updated.length === 0) return ''
    return `- Needs ${updated.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`).join(', ')}.`
  },
}
