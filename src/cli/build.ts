import { buildWorker } from './worker/bundle.ts';

// `npm run build`: the Worker's modules, to where wrangler takes them from. It is wrangler that calls it, by wrangler.toml.

await buildWorker();
