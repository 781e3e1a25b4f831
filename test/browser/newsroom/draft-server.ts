import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundleScripts } from '../../../src/cli/worker/assets.ts';
import type { Check } from '../../../src/newsroom/browser/editor/answers.ts';
import type * as Security from '../../../src/newsroom/frame/security.ts';
import type * as Stylesheet from '../../../src/newsroom/frame/stylesheet.css?inline';
import type * as Words from '../../../src/newsroom/words/words.ts';
import { loadModule } from '../render.ts';

// A server with the page of one draft, so that tests can end sessions, lose answers and go away in the midst of a save.

const { files: scripts } = await bundleScripts();
const frame = '../../../src/newsroom/frame';
const { listsOf } = await loadModule<{
  listsOf: (
    t: (typeof Words)['inEnglish'],
    check: object,
    id: string,
    page: 'form' | 'text',
  ) => Check['lists'];
}>(import.meta.resolve('../../../src/newsroom/drafts/views/editor/check-lists.tsx'));
const { inEnglish } = await loadModule<typeof Words>(
  import.meta.resolve('../../../src/newsroom/words/words.ts'),
);
const { newsroomHeaders } = await loadModule<typeof Security>(import.meta.resolve(`${frame}/security.ts`));
const { default: stylesheet } = await loadModule<typeof Stylesheet>(
  import.meta.resolve(`${frame}/stylesheet.css`),
);

/** The text of an element or attribute, with carriage returns that the HTML parser leaves alone. */
const escapeText = (text: string) =>
  text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A row of a source or of evidence. */
const row = (list: string, index: number | string, fields: string): string => `<li data-row="${index}">
<h3>${list === 'source' ? 'Source' : 'Evidence'} <span data-number>${Number(index) + 1 || ''}</span> <span data-uses hidden></span></h3>${fields}
<p id="verdict-${index}" hidden></p>
<div class="actions"><button name="action" value="remove-${list}-${index}" data-remove="${list}">Remove</button></div></li>`;

const input = (name: string, label: string, value = ''): string =>
  `<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" value="${escapeText(value)}"></div>`;

const source = (index: number | string, url = '', publisher = ''): string =>
  row(
    'source',
    index,
    input(`source.${index}.url`, 'Address', url) +
      input(`source.${index}.name`, 'Title') +
      input(`source.${index}.publisher.name`, 'Publisher', publisher),
  );

const evidence = (index: number | string): string =>
  row(
    'evidence',
    index,
    `${input(`evidence.${index}.claim`, 'Words of the TL;DR')}<div class="field"><label for="evidence.${index}.source">Source</label>
<select id="evidence.${index}.source" name="evidence.${index}.source"><option value="">Choose a source</option></select></div>
${input(`evidence.${index}.quote.exact`, 'Words of the source')}`,
  );

const LISTS = `<div class="field"><label for="abstract">TL;DR</label>
<textarea id="abstract" name="abstract">Exports grew by 5.9 % in 2019, and 12 ports closed.</textarea></div>
<div class="field"><label for="new">Address of a new source</label><input id="new" data-new-address></div>
<ol data-list="source">${source(0, 'https://www.agency.example/a', 'Agency')}${source(1, 'https://other.example/b_(c)')}</ol>
<template data-row-of="source">${source('{index}')}</template><button name="action" value="add-source" data-add="source">Add a source</button>
<ol data-list="evidence"></ol><template data-row-of="evidence">${evidence('{index}')}</template>
<button name="action" value="add-evidence" data-add="evidence">Add evidence</button>`;

export class DraftServer {
  url = '';
  version = 7;
  by = 'Ann Lee';
  fields: Record<string, string> = { headline: 'A headline', articleBody: 'Words.\n' };
  /** What a check answers. */
  check: Partial<Omit<Check, 'lists'>> = {};
  others: { name: string; seen: string }[] = [];
  /** What the server does with the next saves. */
  mode: 'work' | 'signed out' | 'fail' | 'lose the answer' = 'work';
  /** The bodies that were sent, as they were sent. */
  readonly bodies: string[] = [];
  readonly #server = createServer((request, response) => this.#answer(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Saves as somebody else. */
  saveAs(by: string, fields: Record<string, string>): void {
    Object.assign(this, { by, version: this.version + 1, fields: { ...this.fields, ...fields } });
  }

  #page(nonce: string): string {
    const { headline = '', articleBody = '' } = this.fields;
    return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Draft</title><style>${stylesheet}</style><script type="module" src="/newsroom/assets/editor.js" nonce="${nonce}"></script></head>
<body><main><h1>Draft</h1><p id="status" role="status"></p><span id="saved"></span><div id="presence"></div><section id="all-faults" hidden></section>
<form id="draft" method="post" action="/newsroom/drafts/1" data-person="ann">
<input type="hidden" name="version" value="${this.version}">
<div class="field"><label for="headline">Headline</label><input id="headline" name="headline" value="${escapeText(headline)}"></div>
<div class="field"><label for="articleBody">Analysis</label>
<textarea id="articleBody" name="articleBody" data-editor="markdown" rows="8">\n${escapeText(articleBody)}</textarea></div>
${LISTS}<div id="citations"></div>
<button name="action" value="save">Save</button> <button name="action" value="review">Ask for review</button>
</form></main></body></html>`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', this.url);
    const script = scripts.get(pathname.slice(1));
    const json = (status: number, answer: object) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    };
    if (script) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    } else if (pathname.endsWith('/presence')) {
      const { version, by, others } = this;
      json(200, { version, by, others, at: new Date().toISOString() });
    } else if (pathname.endsWith('/check')) {
      const none = { faults: [], groundings: [], citations: [], mistakes: [], sources: [], counts: null };
      const check = { ...none, ...this.check };
      json(200, { ...check, lists: listsOf(inEnglish, check, '1', 'form') });
    } else if (pathname !== '/newsroom/drafts/1') {
      json(404, { detail: 'There is no such page.' });
    } else if (request.method === 'POST') {
      let body = '';
      for await (const part of request) body += part;
      this.#save(body, request, response, json);
    } else {
      const nonce = crypto.randomUUID();
      const headers = await newsroomHeaders(nonce);
      response
        .writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' })
        .end(this.#page(nonce));
    }
  }

  #save(
    body: string,
    request: IncomingMessage,
    response: ServerResponse,
    json: (status: number, answer: object) => void,
  ): void {
    this.bodies.push(body);
    const { version, action, merge: _, ...fields } = Object.fromEntries(new URLSearchParams(body));
    if (action === 'review') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<p>Asked with version ${version}`);
    } else if (this.mode === 'signed out') {
      json(401, { detail: 'Your session has ended.' });
    } else if (this.mode === 'fail') {
      request.socket.destroy();
    } else if (version !== String(this.version)) {
      const current = {
        version: this.version,
        by: this.by,
        at: new Date().toISOString(),
        fields: this.fields,
      };
      json(409, { detail: 'Somebody saved meanwhile.', current });
    } else {
      this.saveAs('Ann Lee', fields as Record<string, string>);
      if (this.mode === 'lose the answer') request.socket.destroy();
      else json(200, { version: this.version, state: 'draft', voided: false });
      this.mode = 'work';
    }
  }
}
