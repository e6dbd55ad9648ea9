import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { checkFolder, writeFolder } from '../src/io/write-folder.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()

describe('writeFolder', () => {
  it('makes the folder and its parents', async () => {
    await writeFolder(folder.path('a', 'b'), { 'x.txt': 'one', 'y.txt': 'two' })
    expect(await folder.entries()).toEqual(['a', 'a/b', 'a/b/x.txt', 'a/b/y.txt'])
    expect(await readFile(folder.path('a', 'b', 'x.txt'), 'utf8')).toBe('one')
  })

  it('replaces its own files and keeps the others', async () => {
    await mkdir(folder.path('out'))
    await writeFile(folder.path('out', 'mine.txt'), 'mine')
    await writeFile(folder.path('out', 'x.txt'), 'old')
    await writeFolder(folder.path('out'), { 'x.txt': 'new' })
    expect(await folder.entries()).toEqual(['out', 'out/mine.txt', 'out/x.txt'])
    expect(await readFile(folder.path('out', 'x.txt'), 'utf8')).toBe('new')
    expect(await readFile(folder.path('out', 'mine.txt'), 'utf8')).toBe('mine')
  })

  it.each([true, false])('leaves nothing half written when a file fails (the folder exists: %s)', async (exists) => {
    if (exists) {
      await mkdir(folder.path('out'))
      await writeFile(folder.path('out', 'x.txt'), 'old')
    }
    const before = await folder.entries()
    const failing = writeFolder(folder.path('out'), { 'x.txt': 'new', 'no/such/folder.txt': 'y' })
    await expect(failing).rejects.toThrow(`Cannot write to ${folder.path('out')}: `)
    expect(await folder.entries()).toEqual(before)
    if (exists) expect(await readFile(folder.path('out', 'x.txt'), 'utf8')).toBe('old')
  })

  it('removes the parents it made when it fails', async () => {
    await expect(writeFolder(folder.path('a', 'b', 'c'), { 'no/such.txt': '' })).rejects.toThrow('Cannot write')
    expect(await folder.entries()).toEqual([])
  })
})

describe('a folder that cannot be', () => {
  it.each([
    ['is a file', ['file'], 'a file of that name exists'],
    ['lies under a file', ['file', 'below', 'deep'], 'a part of the path is a file'],
    ['has too long a name', ['x'.repeat(300)], 'the name is too long'],
  ])('%s', async (_, parts, reason) => {
    await writeFile(folder.path('file'), '')
    const message = `Cannot write to ${folder.path(...parts)}: ${reason}. Choose another folder with --out DIR.`
    await expect(checkFolder(folder.path(...parts))).rejects.toThrow(message)
    await expect(writeFolder(folder.path(...parts), { x: '' })).rejects.toThrow(message)
    expect(await folder.entries()).toEqual(['file'])
  })

  it('passes where it can be written, made or not', async () => {
    await expect(checkFolder(folder.path())).resolves.toBeUndefined()
    await expect(checkFolder(folder.path('new', 'deep'))).resolves.toBeUndefined()
    expect(await folder.entries()).toEqual([])
  })
})
