import { unstable_readConfig } from 'wrangler';
import { drawSiteCard } from './card.ts';
import { runWrangler } from './wrangler.ts';

// Puts the Worker on Cloudflare. Wrangler creates the KV namespace on the first deploy and links it.

const configured = unstable_readConfig({ config: 'wrangler.toml' }).vars.SITE_URL;
const siteUrl = process.env.SITE_URL ?? String(configured);
const url = URL.parse(siteUrl);

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
  await drawSiteCard();
  await runWrangler(['deploy', '--var', `SITE_URL:${siteUrl}`, ...process.argv.slice(2)], 'inherit');
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
