// What may be wider than the page scrolls by itself, and can then be reached by keyboard. A group, not a region: a page full of landmarks has none.
const group = { role: 'group', tabindex: '0' }

/** Tables of Markdown get a frame that scrolls; displayed formulas are one. */
export function scrollableBlocks() {
  return (tree) => {
    visit(tree, (node) => {
      if (node.properties?.className?.includes?.('katex-display')) Object.assign(node.properties, group)
    })
    replace(tree, (node) =>
      node.tagName === 'table'
        ? { type: 'element', tagName: 'div', properties: { className: ['scrollable'], ...group }, children: [node] }
        : null,
    )
  }
}

function visit(node, action) {
  action(node)
  for (const child of node.children ?? []) visit(child, action)
}

function replace(node, replacement) {
  for (const [index, child] of (node.children ?? []).entries()) {
    const other = replacement(child)
    if (other === null) replace(child, replacement)
    else node.children[index] = other
  }
}
