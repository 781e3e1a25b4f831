import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brandSchema } from '../../site/brand/brand-schema.ts';
import { withAssetHeaders } from './asset-headers.ts';
import { ASSETS_FOLDER, bundleScripts, readCatalogs, readPublicFiles } from './assets.ts';
import { bundleWorker, ENTRY_MODULE, OUTPUT_FOLDER } from './bundle.ts';
import { readFontFiles } from './fonts.ts';
import { hashSources, isUpToDate, recordBuild } from './last-build.ts';
import { writeFiles } from './write-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Reads the brand in data/site.json, which `readSiteFile` checks. */
const readBrand = () =>
  brandSchema
    .prefault({})
    .parse(JSON.parse(readFileSync(new URL('../../../data/site.json', import.meta.url), 'utf8')).brand);

/**
 * Builds for wrangler the Worker and its static files, unless nothing has changed since the last build. Ends the process if the
 * sources have errors, which esbuild has printed.
 */
export async function buildAll(): Promise<void> {
  const sources = hashSources(root);
  if (isUpToDate(root, sources)) return;
  try {
    const [worker, scripts] = await Promise.all([bundleWorker(), bundleScripts()]);
    writeFiles(worker.files, OUTPUT_FOLDER, ENTRY_MODULE);
    const own = withAssetHeaders(readPublicFiles(), readBrand());
    writeFiles(new Map([...own, ...readFontFiles(), ...readCatalogs(), ...scripts.files]), ASSETS_FOLDER);
    recordBuild(root, sources, Object.keys({ ...worker.metafile.inputs, ...scripts.metafile.inputs }));
  } catch (error) {
    if (!(error instanceof Error && 'errors' in error)) throw error;
    process.exit(1);
  }
}
