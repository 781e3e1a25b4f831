import { unstable_readConfig } from 'wrangler';
import type { Variables } from '../settings.ts';
import { buildWorker } from './worker/bundle.ts';
import { drawSiteCard } from './worker/card.ts';
import { chooseDomainOptions } from './worker/domain.ts';
import { readSiteFile } from './worker/site-file.ts';
import { runWrangler } from './worker/wrangler.ts';

// Puts the Worker on Cloudflare. Wrangler creates the KV namespace on the first deploy and links it.

const config = unstable_readConfig({ config: 'wrangler.toml' });
const siteUrl = process.env.SITE_URL ?? String(config.vars.SITE_URL);
const url = URL.parse(siteUrl);
const options = process.argv.slice(2);

if (url?.protocol !== 'https:' || url.hostname.endsWith('.example') || url.pathname !== '/') {
  console.error(`
SITE_URL must be the https address that your readers will use (is ${siteUrl}): every link in every feed is built from it.
Set it in wrangler.toml, under [vars], or for this deploy alone:

  SITE_URL=https://news.your-domain.org npm run deploy

Without a domain of your own it is https://<name of the Worker>.<your account's subdomain>.workers.dev
`);
  process.exit(1);
}

try {
  await readSiteFile(siteUrl);
  // As the Worker reads them: one that is wrong would be told to the first reader. It loads the file that was read just now.
  const { readSettings } = await import('../settings.ts');
  readSettings({ ...(config.vars as unknown as Variables), SITE_URL: siteUrl });
} catch (error) {
  console.error(
    `A setting is wrong; change it in wrangler.toml or data/site.json.\n\n${(error as Error).message}`,
  );
  process.exit(1);
}

// Wrangler builds as well, but buries errors in its own output.
await buildWorker();
try {
  await drawSiteCard();
  const domain = chooseDomainOptions(url.hostname, config, options);
  await runWrangler(['deploy', '--var', `SITE_URL:${siteUrl}`, ...domain, ...options], 'terminal');
  if (!options.includes('--dry-run'))
    console.log(
      `
Deployed. Once the secret PUBLISH_TOKEN is set, stories are published with:

  npm run story -- --server ${siteUrl} publish
`,
    );
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
