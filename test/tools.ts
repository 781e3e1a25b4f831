import { existsSync } from 'node:fs';

// What needs the tools of test/package.json runs this first.

// npm writes this file when it has installed everything.
if (!existsSync(new URL('node_modules/.package-lock.json', import.meta.url))) {
  console.error('This needs the tools of test/package.json. Run `npm ci --prefix test` first.');
  process.exit(1);
}
