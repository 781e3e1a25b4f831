import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../cli/server.ts';
import { type Application, run } from '../application.ts';
import { debianVersion } from '../debian-libraries.ts';
import type { ReadItem } from '../reader.ts';

// Programs that turn stories into mails. Both write to a maildir, which Python reads.

const READ_MAILDIR = `
import email, email.policy, email.utils, json, os, sys
mails = []
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    body = mail.get_body(("html",))
    date = mail["Date"] and mail["Date"].datetime
    mails.append({
        "headers": {key.lower(): str(value) for key, value in mail.items()},
        "html": body.get_content() if body else "",
        "published": date and date.isoformat(),
        "written": os.stat(name).st_mtime_ns,
    })
print(json.dumps(sorted(mails, key=lambda mail: mail["written"])))
`;

interface Mail {
  headers: Record<string, string>;
  html: string;
  published: string | null;
}

async function readMails(maildir: string): Promise<Mail[]> {
  const files = ['new', 'cur'].flatMap((part) =>
    readdirSync(join(maildir, part)).map((name) => join(maildir, part, name)),
  );
  return files.length === 0 ? [] : JSON.parse(await run('/usr/bin/python3', ['-c', READ_MAILDIR, ...files]));
}

/** Returns the name in a From header, such as `"Ann" <ann@example.com>`. */
const senderOf = ({ headers }: Mail) =>
  (headers.from ?? '').replace(/\s*<[^>]*>$/, '').replace(/^"(.*)"$/, '$1');

function maildirIn(folder: string): string {
  const maildir = join(folder, 'Mail', 'Wire');
  for (const part of ['new', 'cur', 'tmp']) mkdirSync(join(maildir, part), { recursive: true });
  return maildir;
}

/** A changed story is sent again if `repliesToChanges`. By default, it is not. */
const rss2emailWith = (name: string, repliesToChanges: boolean): Application => ({
  name,
  packageName: 'rss2email',
  version: () => debianVersion('rss2email'),
  formats: ['rss', 'atom'],
  subscribe: async (url) => {
    const folder = temporaryFolder();
    const maildir = maildirIn(folder);
    const config = join(folder, 'config');
    const options = ['-c', config, '-d', join(folder, 'data.json')];
    // By default, mails have no markup, no date and no author.
    writeFileSync(
      config,
      `[DEFAULT]
from = wire@example.com
to = reader@example.com
html-mail = True
reply-changes = ${repliesToChanges ? 'True' : 'False'}
date-header = True
name-format = {author}
email-protocol = maildir
maildir-path = ${join(folder, 'Mail')}
maildir-mailbox = Wire
`,
    );
    await run('r2e', [...options, 'add', 'wire', url]);
    return {
      refresh: async () => {
        await run('r2e', [...options, 'run']);
      },
      // The last mail of each story counts, because a reply replaces the mail before.
      items: async () => {
        const items = new Map<string, ReadItem>();
        for (const mail of await readMails(maildir)) {
          const id = mail.headers['x-rss-id'] ?? '';
          items.set(id, {
            id,
            title: mail.headers.subject ?? null,
            link: mail.headers['x-rss-url'] ?? null,
            content: bodyOf(mail.html, /<div class="body" id="body">([\s\S]*)<\/div>\s*<div class="footer">/),
            authors: [senderOf(mail)],
            published: mail.published,
            updated: null,
          });
        }
        return [...items.values()];
      },
      homePage: async () => null,
      stop: async () => {},
    };
  },
});

export const rss2email = rss2emailWith('rss2email', false);
export const rss2emailReplying = rss2emailWith('rss2email with `reply-changes = True`', true);

export const feed2imap: Application = {
  name: 'feed2imap',
  packageName: 'feed2imap',
  version: () => debianVersion('feed2imap'),
  formats: ['rss', 'atom'],
  subscribe: async (url) => {
    const folder = temporaryFolder();
    const maildir = maildirIn(folder);
    const config = join(folder, 'feed2imaprc');
    writeFileSync(config, `feeds:\n  - name: wire\n    url: ${url}\n    target: maildir://${maildir}\n`);
    return {
      refresh: async () => {
        await run('feed2imap', ['-f', config], { HOME: folder });
      },
      items: async () =>
        (await readMails(maildir)).map((mail) => {
          const link = /<th>Item:<\/th>\s*<td><a href="([^"]*)"/.exec(mail.html)?.[1] ?? null;
          return {
            // The mail has no id of the story.
            id: null,
            title: mail.headers.subject ?? null,
            link,
            content: bodyOf(mail.html, /<\/table>([\s\S]*)<hr\/>\s*<table class="metadata">/),
            authors: [senderOf(mail)],
            published: mail.published,
            updated: null,
          };
        }),
      homePage: async () => {
        const [mail] = await readMails(maildir);
        return /<th>Feed:<\/th>\s*<td><a href="([^"]*)"/.exec(mail?.html ?? '')?.[1] ?? null;
      },
      stop: async () => {},
    };
  },
};

const bodyOf = (html: string, pattern: RegExp) => pattern.exec(html)?.[1] ?? html;
