import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { siteCard } from '../../card/card.ts';
import { makePainter } from '../../card/painter.ts';
import { siteSchema } from '../../site-schema.ts';

const require = createRequire(import.meta.url);
const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

async function bytes(file: string): Promise<ArrayBuffer> {
  const content = await readFile(file);
  return content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as ArrayBuffer;
}

/** Draws `data/public/card.png`, the card of links without one of their own, from `data/site.json` and the logo. */
export async function drawSiteCard(): Promise<void> {
  const paint = await makePainter({
    renderer: await bytes(require.resolve('@takumi-rs/wasm/takumi_wasm_bg.wasm')),
    serif: await bytes(require.resolve('@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf')),
    sans: await bytes(
      require.resolve('@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff2'),
    ),
    mark: await bytes(path('data/public/logo.png')),
  });
  const site = siteSchema.parse(JSON.parse(await readFile(path('data/site.json'), 'utf8')));
  await writeFile(path('data/public/card.png'), await paint(siteCard(site)));
}
