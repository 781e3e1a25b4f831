import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withAssetHeaders } from '../../../src/cli/worker/asset-headers.ts';
import { readPublicFiles } from '../../../src/cli/worker/assets.ts';
import { findBrandFaults, MAX_FONT_BYTES, MAX_LOGO_BYTES } from '../../../src/cli/worker/brand-files.ts';
import { brandSchema } from '../../../src/site/brand/brand-schema.ts';
import { copyWithLook } from '../copy.ts';
import { root } from '../run.ts';
import { temporaryFolder } from '../server.ts';

const folder = temporaryFolder();
mkdirSync(join(folder, 'fonts'));
const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const svg = (attributes: string) => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}></svg>`;
const png = readPublicFiles().get('logo.png') ?? new Uint8Array();

put('sized.svg', svg('width="600" height="100"'));
put('boxed.svg', `<?xml version="1.0"?>\n<!-- a mark -->\n${svg("viewBox='0 0 600,100'")}`);
put('fraction.svg', svg('viewBox="0 0 599.6 100.2"'));
put('unsized.svg', svg('width="100%"'));
put('page.svg', '<html></html>');
put('long.svg', svg('width="600" height="100"').padEnd(MAX_LOGO_BYTES + 1));
put('mark.png', png);
put('cut.png', png.subarray(0, 100));
put('fake.png', 'wOF2');
const font = (length: number, stated = length) => {
  const bytes = Buffer.alloc(length);
  bytes.write('wOF2');
  bytes.writeUint32BE(stated, 8);
  return bytes;
};
put('fonts/good.woff2', font(MAX_FONT_BYTES));
put('fonts/long.woff2', font(MAX_FONT_BYTES + 1));
put('fonts/cut.woff2', font(20_000, 30_000));
put('fonts/short.woff2', 'wOF2');
put('fonts/ttf.woff2', '\0\x01\0\0');
put('fonts/empty.woff2', '');

const faultsOf = (brand: object) => findBrandFaults(brandSchema.parse(brand), folder);
const logo = (light: string, width = 600, height = 100) => ({ logo: { light, width, height } });
const face = (file: string) => ({ face: { file } });

test('the files of a brand that are as they should be have no faults', async () => {
  for (const brand of [
    {},
    logo('/sized.svg'),
    logo('/boxed.svg'),
    logo('/fraction.svg'),
    logo('/sized.svg', 300, 50),
    logo('/mark.png', 512, 512),
    { logo: { light: '/sized.svg', dark: '/boxed.svg', width: 600, height: 100 } },
    face('/fonts/good.woff2'),
  ])
    assert.deepEqual(await faultsOf(brand), [], JSON.stringify(brand));
});

test('a file that is not what data/site.json says has a fault that says what it is', async () => {
  const cases: [brand: object, path: string, rule: RegExp][] = [
    [
      logo('/none.svg'),
      'brand.logo.light',
      /must be a file in data\/public, but data\/public\/none\.svg is not there/,
    ],
    [logo('/fonts.svg/x.svg'), 'brand.logo.light', /is not there/],
    [
      logo('/sized.svg', 620),
      'brand.logo.light',
      /has 600 × 100 pixels, and data\/site\.json says 620 × 100/,
    ],
    [logo('/mark.png'), 'brand.logo.light', /has 512 × 512 pixels/],
    [logo('/unsized.svg'), 'brand.logo.light', /must be an SVG drawing with width and height, or a viewBox/],
    [logo('/page.svg'), 'brand.logo.light', /must be an SVG drawing/],
    [
      logo('/long.svg'),
      'brand.logo.light',
      /must have at most 30,000 bytes, but data\/public\/long\.svg has 30,001/,
    ],
    [logo('/cut.png'), 'brand.logo.light', /must be a picture that browsers show/],
    [logo('/fake.png'), 'brand.logo.light', /must be a picture that browsers show/],
    [face('/fonts/none.woff2'), 'brand.face.file', /is not there/],
    [face('/fonts/ttf.woff2'), 'brand.face.file', /must be a WOFF2 font/],
    [face('/fonts/empty.woff2'), 'brand.face.file', /must be a WOFF2 font/],
    [face('/fonts/cut.woff2'), 'brand.face.file', /must be a whole WOFF2 font/],
    [face('/fonts/short.woff2'), 'brand.face.file', /must be a whole WOFF2 font/],
    [face('/fonts/long.woff2'), 'brand.face.file', /must have at most 60,000 bytes, but .* has 60,001/],
  ];
  for (const [brand, path, rule] of cases) {
    const [fault, ...more] = await faultsOf(brand);
    assert.equal(fault?.path.join('.'), path);
    assert.match(fault?.rule ?? '', rule);
    assert.deepEqual(more, []);
  }
});

test('a drawing that browsers would show differently, or that would run scripts, is refused', async () => {
  const drawing = (inner: string, attributes = '') =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="600" height="100" ${attributes}>${inner}</svg>`;
  const cases: [name: string, text: string, rule: RegExp | undefined][] = [
    ['script', drawing('<script>alert(1)</script>'), /must have no scripts/],
    ['handler', drawing('<g onclick="alert(1)"/>'), /must have no scripts/],
    ['html', drawing('<foreignObject/>'), /must have no scripts and no HTML/],
    ['link', drawing('<a href="javascript:alert(1)"><path/></a>'), /must be self-contained/],
    ['image', drawing('<image href="https://cdn.example/a.png"/>'), /must be self-contained/],
    ['xlink', drawing('<use xlink:href="other.svg#a"/>'), /must be self-contained/],
    ['import', drawing('<style>@import "a.css";</style>'), /must be self-contained/],
    ['cdata', drawing('<style><![CDATA[a{fill:url(https://a.example)}]]></style>'), /must be self-contained/],
    ['fill', drawing('<path fill="url( \'//a.example/#b\')"/>'), /must be self-contained/],
    ['page', drawing('<iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="a"/>'), /no scripts and no HTML/],
    ['animation', drawing('<a><set attributeName="xlink:href" to="javascript:a"/></a>'), /no scripts/],
    ['tab', drawing('<a href="java&#9;script:alert(1)"><path/></a>'), /must be self-contained/],
    ['two', drawing('<image xlink:href="https://a.example" href="#b"/>'), /must be self-contained/],
    ['sheet', `<?xml-stylesheet href="https://a.example"?>${drawing('')}`, /must be self-contained/],
    ['escape', drawing('<style>a{fill:u\\72l(https://a.example)}</style>'), /must be self-contained/],
    ['comment', drawing('<style>@im<!-- -->port "a.css";</style>'), /must be self-contained/],
    ['set', drawing('<style>a{fill:image-set("a.png" 1x)}</style>'), /must be self-contained/],
    ['many', drawing('<g><g/></g>'.repeat(150)), undefined],
    ['deep', drawing('<g>'.repeat(100) + '</g>'.repeat(100)), /at most 100 elements inside one another/],
    ['text', drawing('<text>Tideline</text>'), /must have its letters as outlines/],
    ['no-namespace', '<svg width="600" height="100"></svg>', /first element is <svg xmlns=/],
    ['entity', drawing('&name;'), /As XML, it is wrong/],
    ['cut', drawing('<path').slice(0, -6), /As XML, it is wrong/],
    [
      'good',
      `<!-- <svg width="1"> -->${drawing('<g><g/></g><style>a{fill:url(#b);mask:url( "#c" )}</style><a href="https://a.example"><image href="data:image/png;base64,AAAA"/></a>')}`,
      undefined,
    ],
  ];
  for (const [name, text, rule] of cases) {
    put(`${name}.svg`, text);
    const [fault] = await faultsOf(logo(`/${name}.svg`));
    if (rule) assert.match(fault?.rule ?? 'no fault', rule, name);
    else assert.equal(fault, undefined, name);
  }
});

test('every file of a brand is checked', async () => {
  const faults = await faultsOf({
    logo: { light: '/none.svg', dark: '/mark.png', width: 600, height: 100 },
    ...face('/fonts/ttf.woff2'),
  });
  assert.deepEqual(
    faults.map(({ path }) => path.join('.')),
    ['brand.logo.light', 'brand.logo.dark', 'brand.face.file'],
  );
});

test('the look of docs/look is one that could be deployed', async () => {
  const { brand } = JSON.parse(readFileSync(join(root, 'docs/look/site.json'), 'utf8'));
  assert.deepEqual(await findBrandFaults(brandSchema.parse(brand), join(copyWithLook(), 'data/public')), []);
});

test('browsers keep a brand’s files, and the newsroom’s own headers stay', () => {
  const brand = brandSchema.parse({ ...logo('/sized.svg'), ...face('/fonts/good.woff2') });
  const own = '/pictures/*\n  X-Robots-Tag: noindex\n';
  const headersOf = (files: Record<string, string>) => {
    const bytes = Object.entries(files).map(
      ([name, text]) => [name, new TextEncoder().encode(text)] as const,
    );
    return new TextDecoder().decode(withAssetHeaders(new Map(bytes), brand).get('_headers'));
  };
  const caching = '  Cache-Control: public, max-age=86400, stale-while-revalidate=2592000\n';
  const all = '/*\n  X-Content-Type-Options: nosniff\n';
  assert.equal(headersOf({}), `${all}\n/sized.svg\n${caching}\n/fonts/good.woff2\n${caching}`);
  assert.equal(
    headersOf({ _headers: own }),
    `${own}\n${all}\n/sized.svg\n${caching}\n/fonts/good.woff2\n${caching}`,
  );
});

test('no browser takes a static file for something else than its type says, with a brand or without', () => {
  const rules = withAssetHeaders(new Map(), brandSchema.parse({})).get('_headers');
  assert.equal(new TextDecoder().decode(rules), '/*\n  X-Content-Type-Options: nosniff\n');
});
