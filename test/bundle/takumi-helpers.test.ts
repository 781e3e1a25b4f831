import { expect, test } from 'vitest';
import takumi from '../../node_modules/@takumi-rs/wasm/dist/export.mjs?raw';
import * as kept from '../../src/bundle/takumi-helpers.ts';

test('of its helpers, the renderer takes what the bundle keeps of them, and nothing else', () => {
  const imports = takumi.matchAll(/^import \{ (.+) \} from "([^"]+)";$/gm);
  expect(Array.from(imports, ([, names, from]) => [from, names?.split(', ')])).toEqual([
    ['@takumi-rs/helpers/renderer', Object.keys(kept)],
  ]);
});

test('of a registry of fonts, the renderer calls what the bundle keeps of it, and nothing else', () => {
  const calls = takumi.matchAll(/\bthis\.fonts\.(\w+)/g);
  expect(new Set(Array.from(calls, ([, name]) => name))).toEqual(new Set(['register']));
});
