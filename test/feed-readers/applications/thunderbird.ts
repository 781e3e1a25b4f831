import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort, temporaryFolder } from '../../cli/server.ts';
import type { Application } from '../application.ts';
import { debianVersion } from '../debian-libraries.ts';
import type { ReadItem } from '../reader.ts';

// Runs Thunderbird without a window, and steers it by Marionette, the protocol behind its tests. Stories are mails in a file.

const preferences = (port: number) => ({
  'marionette.port': port,
  'mail.accountmanager.accounts': 'account1,account2',
  'mail.accountmanager.localfoldersserver': 'server1',
  'mail.account.account1.server': 'server1',
  'mail.account.account2.server': 'server2',
  'mail.server.server1.type': 'none',
  'mail.server.server1.hostname': 'Local Folders',
  'mail.server.server1.userName': 'nobody',
  'mail.server.server1.directory-rel': '[ProfD]Mail/Local Folders',
  'mail.server.server2.type': 'rss',
  'mail.server.server2.hostname': 'Feeds',
  'mail.server.server2.userName': 'nobody',
  'mail.server.server2.name': 'Feeds',
  'mail.server.server2.directory-rel': '[ProfD]Mail/Feeds',
  'mail.server.server2.storeContractID': '@mozilla.org/msgstore/berkeleystore;1',
});

/** As Thunderbird stores a subscription. `quickMode`: it shows the story's text from the feed, not its page. */
const subscriptionTo = (url: string) => ({
  url,
  title: 'Wire',
  link: '',
  lastModified: '',
  quickMode: true,
  destFolder: 'mailbox://nobody@Feeds/Wire',
  options: {
    version: 2,
    updates: { enabled: true, updateMinutes: 10_000, updateUnits: 'min', updateSchedule: '', updateBase: '' },
    category: { enabled: false, prefixEnabled: false, prefix: null },
  },
});

/** Asks for new stories, as the button does, and waits until they are there. */
const REFRESH = `
const done = arguments[arguments.length - 1];
(async () => {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const { FeedUtils } = ChromeUtils.importESModule('resource:///modules/FeedUtils.sys.mjs');
  const server = MailServices.accounts.allServers.find(({ type }) => type === 'rss');
  const folder = server.rootFolder.subFolders.find(({ name }) => name === 'Wire');
  FeedUtils.downloadFeed(folder, null, false, null);
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1000));
  do await pause(); while (FeedUtils.progressNotifier.mNumPendingFeedDownloads > 0);
  await pause();
})().then(done, done);
`;

/** A connection to Marionette: each message is its length, a colon and JSON. */
class Marionette {
  readonly #socket: Socket;
  #buffer = Buffer.alloc(0);
  readonly #waiting: ((message: unknown) => void)[] = [];
  #sent = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (part: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, part]);
      for (let colon = this.#buffer.indexOf(':'); colon > 0; colon = this.#buffer.indexOf(':')) {
        const end = colon + 1 + Number(this.#buffer.subarray(0, colon));
        if (this.#buffer.length < end) return;
        const message = JSON.parse(this.#buffer.subarray(colon + 1, end).toString());
        this.#buffer = this.#buffer.subarray(end);
        // It greets with an object.
        if (Array.isArray(message)) this.#waiting.shift()?.(message);
      }
    });
  }

  /** Connects, as soon as the program listens. */
  static async open(port: number): Promise<Marionette> {
    for (let tries = 0; ; tries++) {
      const socket = connect(port, '127.0.0.1');
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      if (isOpen) return new Marionette(socket);
      if (tries === 300) throw new Error('Thunderbird does not listen.');
      await setTimeout(500);
    }
  }

  async send(name: string, parameters: object): Promise<void> {
    const answer = new Promise<unknown>((resolve) => this.#waiting.push(resolve));
    const text = JSON.stringify([0, ++this.#sent, name, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [, , error] = (await answer) as [number, number, { message: string } | null];
    if (error) throw new Error(`Thunderbird failed to ${name}: ${error.message}`);
  }
}

/** Reads the mails in a file of Thunderbird's. */
function readMails(mailbox: string): ReadItem[] {
  const mails = mailbox
    .replaceAll('\r\n', '\n')
    .split(/^From - .*\n/m)
    .slice(1);
  return mails.map((mail) => {
    const end = mail.indexOf('\n\n');
    const headers = mail.slice(0, end).replace(/\n[ \t]+/g, ' ');
    const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(headers)?.[1] ?? null;
    const date = header('Date');
    return {
      // Message-Id has another form of the story's id.
      id: null,
      title: header('Subject'),
      link: header('Content-Base'),
      content:
        /<body[^>]*>([\s\S]*)<\/body>/.exec(mail.slice(end))?.[1]?.replace(/^>(>*From )/gm, '$1') ?? null,
      authors: [header('From') ?? ''],
      published: date && new Date(date).toISOString(),
      updated: null,
    };
  });
}

export const thunderbird: Application = {
  name: 'Thunderbird',
  packageName: 'thunderbird dbus-daemon',
  version: () => debianVersion('thunderbird'),
  formats: ['rss', 'atom'],
  subscribe: async (url) => {
    const home = temporaryFolder();
    const at = (...path: string[]) => join(home, 'profile', ...path);
    const port = await freePort();
    mkdirSync(at('Mail', 'Feeds'), { recursive: true });
    mkdirSync(at('Mail', 'Local Folders'));
    const lines = Object.entries(preferences(port)).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    writeFileSync(at('user.js'), lines.join(''));
    writeFileSync(at('Mail', 'Feeds', 'Wire'), '');
    writeFileSync(at('Mail', 'Feeds', 'feeds.json'), JSON.stringify([subscriptionTo(url)]));
    writeFileSync(at('Mail', 'Feeds', 'feeditems.json'), '{}');
    const options = ['--profile', at(), '--marionette', '--remote-allow-system-access'];
    const child = spawn('dbus-run-session', ['--', 'thunderbird', ...options], {
      env: { ...process.env, HOME: home, MOZ_HEADLESS: '1' },
      stdio: 'ignore',
    });
    const marionette = await Marionette.open(port);
    await marionette.send('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
    await marionette.send('WebDriver:SetTimeouts', { script: 300_000 });
    await marionette.send('Marionette:SetContext', { value: 'chrome' });
    return {
      refresh: () =>
        marionette.send('WebDriver:ExecuteAsyncScript', { script: REFRESH, args: [], sandbox: 'system' }),
      items: async () => readMails(readFileSync(at('Mail', 'Feeds', 'Wire'), 'utf8')),
      homePage: async () => null,
      stop: async () => {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        await marionette.send('Marionette:Quit', { flags: ['eForceQuit'] });
        await ended;
      },
    };
  },
};
