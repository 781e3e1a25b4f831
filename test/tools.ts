import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// What needs the tools of test/package.json runs this first.

// npm writes this file when it has installed everything.
if (!existsSync(fileURLToPath(new URL('node_modules/.package-lock.json', import.meta.url)))) {
  console.error('This needs the tools of test/package.json. Run `npm ci --prefix test` first.');
  process.exit(1);
}
