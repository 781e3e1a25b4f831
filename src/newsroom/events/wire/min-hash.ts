import { hash32 } from '../../../lib/hash-text.ts';

// Finds texts that share most of their 3-grams without comparing all pairs: MinHash (Broder, 1997) in bands (Leskovec, Rajaraman
// and Ullman, "Mining of Massive Datasets", chapter 3). NEWS-COPY (Silcock and others, 2022) measures reprints of one text this way.

/** Texts with more have the rest left out. */
const MAX_SHINGLES = 64;

const BANDS = 16;
const ROWS = 3;

/** Spreads 32 bits (the finalizer of MurmurHash3). */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Returns the hashes of a text's 3-grams, each once, in ascending order; none if it has fewer than five terms. */
export function shinglesOf(terms: readonly string[]): number[] {
  if (terms.length < 5) return [];
  const hashes = new Set<number>();
  for (let at = 0; at + 2 < terms.length && hashes.size < MAX_SHINGLES; at++) {
    hashes.add(mix(hash32(`${terms[at]} ${terms[at + 1]} ${terms[at + 2]}`)));
  }
  return [...hashes].sort((a, b) => a - b);
}

/**
 * Returns the keys of a text's bands. Texts that share half of their 3-grams have a key in common with a probability of 88 %, those
 * that share two thirds with 99.6 %, and those that share a tenth with 1.6 %.
 */
export function bandsOf(shingles: readonly number[]): number[] {
  if (shingles.length === 0) return [];
  const keys: number[] = [];
  for (let band = 0; band < BANDS; band++) {
    let key = mix(band + 1);
    for (let row = 0; row < ROWS; row++) {
      const seed = mix(band * ROWS + row + 0x9e3779b9);
      let least = 0xffffffff;
      for (const shingle of shingles) least = Math.min(least, mix(shingle ^ seed));
      key = mix(key ^ least);
    }
    keys.push(key);
  }
  return keys;
}

/** Returns which part of the 3-grams of either text both have. The hashes are in ascending order. */
export function jaccard(a: readonly number[], b: readonly number[]): number {
  let [i, j, common] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as number, b[j] as number];
    if (left === right) common++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  const all = a.length + b.length - common;
  return all === 0 ? 0 : common / all;
}
