import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const script = fileURLToPath(new URL('../../../node_modules/wrangler/bin/wrangler.js', import.meta.url));

/** Where Node keeps the compiled code of wrangler, which is large, for its next start. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/node', import.meta.url));

/** Keeps wrangler from contacting servers for updates, locations and statistics. */
const QUIET = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
};

/**
 * wrangler's explorer lets everybody on the machine read and change the local KV and Desk, without a token. Whoever wants it sets
 * `X_LOCAL_EXPLORER=true`.
 */
const CLOSED = { X_LOCAL_EXPLORER: 'false' };

/** Where wrangler's input and output go: `interactive` can answer questions, `output` is shown, `pipe` is captured. */
export type Stdio = 'interactive' | 'output' | 'pipe';

/** Starts wrangler in the project's folder. */
export function startWrangler(args: string[], mode: Stdio): ChildProcess {
  const output = mode === 'pipe' ? 'pipe' : 'inherit';
  // Without standard input, wrangler does not ask for a login.
  const stdio: StdioOptions = [mode === 'interactive' ? 'inherit' : 'ignore', output, output];
  const env = { NODE_COMPILE_CACHE: COMPILE_CACHE, ...CLOSED, ...process.env, ...QUIET };
  return spawn(process.execPath, [script, ...args], { cwd: root, env, stdio });
}

/** Runs wrangler and waits for it to exit; throws the captured output if it fails. */
export function runWrangler(args: string[], mode: Stdio): Promise<void> {
  const child = startWrangler(args, mode);
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
