import { expect, test } from 'vitest';
import * as whole from '../../node_modules/@takumi-rs/helpers/dist/renderer.mjs';
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

test('fonts and pictures reach the renderer with all that the package itself tells of them', async () => {
  const font = {
    name: 'A',
    data: new ArrayBuffer(4),
    weight: 700,
    unicodeRange: [[0x41, 0x5a]] as [number, number][],
  };
  const handedOn = async ({ FontRegistry, prepareRenderInput }: typeof whole) => {
    const fonts: unknown[] = [];
    const registry = new FontRegistry((each) => {
      fonts.push(each);
      return [];
    });
    await registry.register(font);
    const image = { src: 'logo', data: new ArrayBuffer(2), cache: 'none' as const };
    const { options } = await prepareRenderInput(
      registry,
      { images: [image], width: 8, fontFamilies: ['A'] },
      [],
    );
    return { fonts, options };
  };
  expect(await handedOn(kept as unknown as typeof whole)).toEqual(await handedOn(whole));
});
