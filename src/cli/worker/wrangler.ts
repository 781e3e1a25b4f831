import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const script = fileURLToPath(new URL('../../../node_modules/wrangler/bin/wrangler.js', import.meta.url));

/** No look-up of an update, a location or a statistics server: everything stays on this machine. */
const QUIET = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
};

/** What wrangler reads and writes: `terminal` may answer its questions, `output` is only shown, `pipe` is kept. */
export type Stdio = 'terminal' | 'output' | 'pipe';

/** Starts wrangler in the project's folder. */
export function startWrangler(args: string[], terminal: Stdio): ChildProcess {
  const output = terminal === 'pipe' ? 'pipe' : 'inherit';
  // Without a terminal to read from, wrangler asks for no log-in.
  const stdio: StdioOptions = [terminal === 'terminal' ? 'inherit' : 'ignore', output, output];
  return spawn(process.execPath, [script, ...args], { cwd: root, env: { ...process.env, ...QUIET }, stdio });
}

/** Runs wrangler to its end; throws what it printed if it fails. */
export function runWrangler(args: string[], terminal: Stdio): Promise<void> {
  const child = startWrangler(args, terminal);
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => printed.push(String(part)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`wrangler ${args[0]} failed (exit code ${code}).\n${printed.join('')}`.trim()));
    });
  });
}
