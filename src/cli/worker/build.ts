import { ASSETS_FOLDER, bundleScripts, readPublicFiles } from './assets.ts';
import { bundleWorker, ENTRY_MODULE, OUTPUT_FOLDER } from './bundle.ts';
import { writeFiles } from './write-files.ts';

/** Builds for wrangler the Worker and its static files. Ends the process if the sources have errors, which esbuild has printed. */
export async function buildAll(): Promise<void> {
  try {
    const [{ files }, scripts] = await Promise.all([bundleWorker(), bundleScripts()]);
    writeFiles(files, OUTPUT_FOLDER, ENTRY_MODULE);
    writeFiles(new Map([...readPublicFiles(), ...scripts]), ASSETS_FOLDER);
  } catch (error) {
    if (!(error instanceof Error && 'errors' in error)) throw error;
    process.exit(1);
  }
}
