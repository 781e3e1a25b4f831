import { buildWorker } from './worker/bundle.ts';

// `npm run build`: builds the Worker's modules in dist/. wrangler runs it, as wrangler.toml says.

await buildWorker();
