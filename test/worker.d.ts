import type { Env as EdgeEnv } from '../src/platform/env.ts';

// The types of what `cloudflare:workers` exports to tests: this Worker and its bindings.
declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('../src/worker.ts');
    }
    interface Env extends EdgeEnv {}
  }
}
