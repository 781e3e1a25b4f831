import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    cloudflareTest({
      remoteBindings: false,
      wrangler: { configPath: './wrangler.toml' },
      // A test sees each KV value at once, and never what an isolate kept from the test before.
      miniflare: { bindings: { SITE_URL: 'https://news.example', REUSE_SECONDS: '0' } },
    }),
  ],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/cli/**', 'test/browser/**', 'test/newsboat/**'],
  },
});
