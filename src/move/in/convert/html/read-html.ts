import type { Block } from '../blocks.ts';
import { BlockReader, type Reading } from './read-blocks.ts';
import { readSpecial } from './special.ts';
import type { Element } from './tree.ts';

/** Reads a tree of HTML as blocks. */
export function readHtml(root: Element, reading: Reading): Block[] {
  const reader = new BlockReader(reading, readSpecial);
  reader.readAll(root.children);
  return reader.finish();
}
