import { bundleWorker, OUTPUT, writeBundle } from './bundle.ts';

// `npm run build`: the Worker's modules in dist/, from where wrangler takes them.

try {
  writeBundle(await bundleWorker(), OUTPUT);
} catch (error) {
  // esbuild has printed what is wrong with the sources.
  if (!(error instanceof Error && 'errors' in error)) throw error;
  process.exit(1);
}
