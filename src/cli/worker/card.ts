import { readFile, writeFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { siteSchema } from '../../settings/site-schema.ts';
import { cardOfSite } from '../../site/card/card.ts';
import { loadPainter } from '../../site/card/painter.ts';
import { parsePicturePath } from '../../site/pictures/address.ts';
import { loadFontFile } from './fonts.ts';

const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

/** Lets Node import fonts, pictures and WebAssembly as the runtime of Workers does: as a module whose default export is their bytes. */
const importFilesAsBytes = () =>
  registerHooks({
    load: (url, context, next) =>
      /\.(wasm|ttf|woff2|png)$/.test(url)
        ? {
            format: 'module',
            shortCircuit: true,
            source: `import { readFileSync } from 'node:fs';
              export default Uint8Array.from(readFileSync(new URL(${JSON.stringify(url)}))).buffer;`,
          }
        : next(url, context),
  });

/** Draws `data/public/card.png`, the card of pages that have none of their own, from `data/site.json` and the logo. */
export async function drawSiteCard(): Promise<void> {
  importFilesAsBytes();
  const paint = await loadPainter();
  const site = siteSchema.parse(JSON.parse(await readFile(path('data/site.json'), 'utf8')));
  const card = cardOfSite(site);
  const load = async (file: string | null | undefined) =>
    // The server alone has what was uploaded there: this card then has the title.
    file && !parsePicturePath(file) ? readFile(path(`data/public${file}`)) : null;
  const brand = { face: await load(card.face?.file), logo: await load(card.logo?.file) };
  await writeFile(
    path('data/public/card.png'),
    await paint(card, { loadFont: loadFontFile, picture: null, brand }),
  );
}
