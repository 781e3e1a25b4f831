import { beforeAll, describe, expect, test } from 'vitest';
import fontFile from '../../../docs/look/title.woff2?inline';
import { brandSchema } from '../../../src/site/brand/brand-schema.ts';
import { type Card, cardOfSite, cardVersion } from '../../../src/site/card/card.ts';
import { type BrandFiles, loadPainter, type Painter } from '../../../src/site/card/painter.ts';
import { toBytes } from '../../../src/site/pictures/bytes.ts';
import { site } from '../../samples.ts';
import { pictureFile } from '../pictures/files.ts';
import { loadFont } from './load-font.ts';

const font = Uint8Array.from(atob(fontFile.replace(/^.*,/, '')), (byte) => byte.charCodeAt(0));
let painter: Painter;
beforeAll(async () => {
  painter = await loadPainter();
});
const paint = (card: Card, files: Partial<BrandFiles> = {}) =>
  painter(card, { loadFont, picture: null, brand: { face: null, logo: null, ...files } });

/** Makes the card of a story in a site with this brand. */
const card = (brand: object, fields: Partial<Card> = {}): Card => ({
  ...cardOfSite({ ...site, brand: brandSchema.parse(brand) }),
  headline: 'Atom at twenty',
  facts: ['March 4, 2026'],
  ...fields,
});

describe('the headline of a card is in', () => {
  const ownFont = { face: { file: '/fonts/title.woff2' } };

  test('the serif for "book" and "old-style", and the sans for the others', async () => {
    const serif = await paint(card({}));
    const sans = await paint(card({ face: 'grotesque' }));
    expect(sans).not.toEqual(serif);
    expect(await paint(card({ face: 'old-style' }))).toEqual(serif);
    expect(await paint(card({ face: 'narrow' }))).toEqual(sans);
    expect(cardVersion(card({ face: 'old-style' }))).toBe(cardVersion(card({})));
  });

  test('the newsroom’s own font', async () => {
    const own = await paint(card(ownFont), { face: font });
    expect(own).not.toEqual(await paint(card({})));
    expect(own).toEqual(await paint(card(ownFont), { face: font }));
  });

  test.each([
    ['has no letters of it', 'Еврокомиссия', 'Провод'],
    ['lacks one letter', 'Ж at twenty', 'Ж'],
    ['lacks its script', 'المفوضية', 'خبر'],
  ])('what stands in for a font that %s', async (_what, headline, name) => {
    const fields = { headline, site: name };
    const own = await paint(card(ownFont, fields), { face: font });
    expect(own).toEqual(await paint(card({}, fields)));
    const sans = { face: { ...ownFont.face, fallback: 'grotesque' } };
    expect(await paint(card(sans, fields), { face: font })).toEqual(
      await paint(card({ face: 'grotesque' }, fields)),
    );
  });

  test.each([
    ['missing', null],
    ['no font', toBytes('wOF2 and nothing else')],
  ])('what stands in for a font whose file is %s', async (what, face) => {
    const named = card({ face: { file: `/fonts/${what.replace(' ', '-')}.woff2` } });
    expect(await paint(named, { face })).toEqual(await paint(card({})));
  });
});

describe('the logo', () => {
  const svg = toBytes(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path fill="#00594f" d="M0 0h300v100H0z"/></svg>',
  );
  const withLogo = card({ logo: { light: '/masthead.svg', width: 300, height: 100 } });

  test('stands for mark and name', async () => {
    const drawn = await paint(withLogo, { logo: svg });
    expect(drawn).not.toEqual(await paint(card({})));
    // Nothing shows the name.
    expect(drawn).toEqual(await paint({ ...withLogo, site: 'Another Wire' }, { logo: svg }));
  });

  test('may be a picture in pixels', async () => {
    expect(await paint(withLogo, { logo: pictureFile('photo.png') })).not.toEqual(await paint(card({})));
  });

  test.each([
    ['missing', null],
    ['no picture', toBytes('<svg')],
  ])('leaves mark and name in their place if its file is %s', async (_what, logo) => {
    expect(await paint(withLogo, { logo })).toEqual(await paint(card({})));
  });

  test('is not on cards in a format that the renderer cannot draw', () => {
    for (const light of ['/masthead.avif', '/masthead.gif'])
      expect(card({ logo: { light, width: 300, height: 100 } }).logo).toBeUndefined();
  });

  test('leaves the site’s own card, whose headline is the name, as it was', async () => {
    const own = { headline: null, facts: [] };
    expect(await paint({ ...withLogo, ...own }, { logo: svg })).toEqual(await paint(card({}, own)));
  });
});
