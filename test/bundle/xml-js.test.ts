import { expect, test } from 'vitest';
import feed from '../../node_modules/feed/lib/feed.js?raw';
import * as kept from '../../src/bundle/xml-js.ts';

test('of xml-js, the feed package calls what the bundle keeps of it, and nothing else', () => {
  const imports = feed.matchAll(/^import (.+) from "xml-js";$/gm);
  expect(new Set(Array.from(imports, ([, names]) => names?.replace(/\$\d$/, '')))).toEqual(
    new Set(['* as convert']),
  );
  const calls = feed.matchAll(/\bconvert(?:\$\d)?\.(\w+)/g);
  expect(new Set(Array.from(calls, ([, name]) => name))).toEqual(new Set(Object.keys(kept)));
});
