import { expect, test } from 'vitest';
import { BACKGROUNDS, INKS, LINKS, OTHER_INKS } from '../../../src/site/brand/palette.ts';
import base from '../../../src/site/page/styles/base.css?inline';

test('the palette is that of the stylesheet', () => {
  const [light = {}, dark = {}] = Array.from(base.matchAll(/:root\{([^}]*)\}/g), ([, rule = '']) =>
    Object.fromEntries(rule.split(';').map((declaration) => declaration.split(/:\s*/))),
  );
  expect({ page: light['--paper'], tldr: light['--ground'] }).toEqual(BACKGROUNDS.light);
  expect({ page: dark['--paper'], tldr: dark['--ground'] }).toEqual(BACKGROUNDS.dark);
  expect({ light: light['--ink'], dark: dark['--ink'] }).toEqual(INKS);
  for (const [scheme, colours] of [
    ['light', light],
    ['dark', dark],
  ] as const)
    expect({ small: colours['--quiet'], ai: colours['--ai'], red: colours['--red'] }).toEqual(
      OTHER_INKS[scheme],
    );
  expect({ light: light['--link'], dark: dark['--link'] }).toEqual(LINKS);
});
