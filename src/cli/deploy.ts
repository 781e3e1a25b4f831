import { fileURLToPath } from 'node:url';
import { unstable_readConfig } from 'wrangler';
import { publishAfterDeploy } from '../newsroom/pages/cli/after-deploy.ts';
import { type PageFile, readPages } from '../newsroom/pages/cli/page-files.ts';
import type { Variables } from '../settings/settings.ts';
import type { Site } from '../settings/site.ts';
import { endAtBrokenPipe } from './broken-pipe.ts';
import { buildAll } from './worker/build.ts';
import { drawSiteCard } from './worker/card.ts';
import { chooseDomainOptions } from './worker/domain.ts';
import { readSiteFile } from './worker/site-file.ts';
import { runWrangler } from './worker/wrangler.ts';

// `npm run deploy`: deploys the Worker to Cloudflare. On the first deploy, wrangler creates the KV namespace and the queues.

/** What to do about the failures that happen most, whose messages are wrangler's. */
const NOT_DEPLOYED = `The deployment did not finish. wrangler says above why. If it is about your account:

- Without one, create one at https://dash.cloudflare.com/sign-up. The free plan is enough.
- If you are not logged in, run \`npx wrangler login\` in a terminal. Where there is no browser, set CLOUDFLARE_API_TOKEN (docs/deploying.md).
- If you have several accounts, name one: CLOUDFLARE_ACCOUNT_ID=<its id> npm run deploy`;

/** Throws an error if a wrangler.toml of the newsroom's own lacks what the program needs of the runtime. */
function checkFlags(flags: readonly string[]): void {
  if (flags.includes('new_module_registry') && !flags.includes('no_nodejs_compat')) return;
  throw new Error(
    `compatibility_flags must contain "new_module_registry" and must not contain "no_nodejs_compat" (is ${JSON.stringify(flags)}). Without node:zlib, nothing could be published. Take over the line of the wrangler.toml that comes with this version.`,
  );
}

endAtBrokenPipe();

const config = unstable_readConfig({ config: 'wrangler.toml' });
const siteUrl = process.env.SITE_URL ?? String(config.vars.SITE_URL);
const url = URL.parse(siteUrl);
const options = process.argv.slice(2);

if (options.some((option) => option === '--help' || option === '-h')) {
  console.log(`Usage: SITE_URL=https://news.your-domain.org npm run deploy -- [options of wrangler deploy]

Builds the Worker, deploys it to your Cloudflare account, and publishes the pages in data/pages.

  SITE_URL                 the address of your site, unless wrangler.toml has it
  CLOUDFLARE_API_TOKEN     instead of a log-in in the browser, for example in CI
  CLOUDFLARE_ACCOUNT_ID    which account, if you have several
  PUBLISH_TOKEN            the token to publish the pages with, also in .dev.vars

  -- --dry-run             builds, checks, and uploads nothing
  -- --domain <host>       a domain of the account, in place of that of SITE_URL

docs/deploying.md has the steps. All options of wrangler: npx wrangler deploy --help`);
  process.exit(0);
}

if (url?.protocol !== 'https:' || url.hostname.endsWith('.example') || url.pathname !== '/') {
  console.error(`
SITE_URL must be the https address that your readers will use (is ${siteUrl}). Every link in every feed begins with it.
Set it in wrangler.toml, under [vars], or for this deploy only:

  SITE_URL=https://news.your-domain.org npm run deploy

If you have no domain of your own, use https://<name of the Worker>.<your account's subdomain>.workers.dev
`);
  process.exit(1);
}

let site: Site;
try {
  checkFlags(config.compatibility_flags);
  site = await readSiteFile(siteUrl);
  // Without this check, an invalid setting would not show until the first reader's request. `settings/settings.ts` is imported here, because
  // it loads data/site.json, which `readSiteFile` has to check first.
  const { readAccess, readSettings } = await import('../settings/settings.ts');
  readSettings({ ...(config.vars as unknown as Variables), SITE_URL: siteUrl });
  readAccess(config.vars);
} catch (error) {
  console.error(`Invalid settings in wrangler.toml or data/site.json.\n\n${(error as Error).message}`);
  process.exit(1);
}

let pages: PageFile[];
try {
  pages = await readPages([fileURLToPath(new URL('../../data/pages', import.meta.url))]);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

// wrangler builds as well, but buries errors in its own output.
await buildAll();
try {
  await drawSiteCard();
  const domain = chooseDomainOptions(url.hostname, config, options);
  await runWrangler(['deploy', '--var', `SITE_URL:${siteUrl}`, ...domain, ...options], 'interactive').catch(
    (error: Error) => {
      throw new Error(`${error.message}\n\n${NOT_DEPLOYED}`);
    },
  );
  if (!options.includes('--dry-run')) {
    console.log(await publishAfterDeploy(siteUrl, pages, { links: site }));
    console.log(
      `
Deployed. Set the secret PUBLISH_TOKEN if you have not, then publish your stories:

  npm run story -- --server ${siteUrl} publish

To let somebody into the newsroom at ${siteUrl}/newsroom:

  npm run story -- --server ${siteUrl} invite "Your Name" --role admin
`,
    );
  }
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
