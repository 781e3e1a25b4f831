import { endAtBrokenPipe } from './broken-pipe.ts';
import { buildAll } from './worker/build.ts';

// `npm run build`: builds the Worker's modules and the static files in dist/. wrangler runs it, as wrangler.toml says.

endAtBrokenPipe();

await buildAll();
