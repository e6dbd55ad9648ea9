// What the rehearsal found of a package, as lines of its log.

/** @returns {string[]} Name, version, sizes; then compilers, bundles, and what the example printed in each runtime. */
export function reportLines({ name, version, error, facts, tarball, types = [], bundles, results = {} }) {
  if (error !== undefined) return [`${name} ${version}: ${error}`]
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`
  const sizes = `${tarball.files} files, ${kilobytes(tarball.packed)} packed, ${kilobytes(tarball.unpacked)} unpacked`
  return [
    `${name} ${version}: ${sizes}; ${facts.packages} packages installed; Node ${facts.engines}`,
    ...(types.length > 0 ? [`  types: ${types.join(', ')}`] : []),
    ...(bundles ? [`  example bundled: esbuild ${bundles.esbuild} bytes, Vite ${bundles.vite} bytes`] : []),
    ...Object.entries(results).map(([label, lines]) => `  ${label}: ${lines.join(' | ')}`),
  ]
}
