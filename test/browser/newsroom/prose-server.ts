import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundleScripts } from '../../../src/cli/worker/assets.ts';
import type * as Security from '../../../src/newsroom/frame/security.ts';
import type * as Stylesheet from '../../../src/newsroom/frame/stylesheet.css?inline';
import { loadModule } from '../render.ts';

// A server with a page that has the editor of prose and nothing else.

const { files: scripts } = await bundleScripts();
const frame = '../../../src/newsroom/frame';
const { newsroomHeaders } = await loadModule<typeof Security>(import.meta.resolve(`${frame}/security.ts`));
const { default: stylesheet } = await loadModule<typeof Stylesheet>(
  import.meta.resolve(`${frame}/stylesheet.css`),
);

const START = `import { replaceWithProse } from '/newsroom/assets/prose.js';
window.told = [];
window.open = (url) => { window.told.push('window ' + url); return null; };
window.mount = () => {
  window.editor = replaceWithProse(document.querySelector('textarea'), {
    cite: () => window.told.push('cite'),
    language: () => undefined,
    openCitation: ({ from, to, links, element }) => window.told.push({ from, to, links, text: element.textContent }),
    say: (words) => { document.querySelector('#status').textContent = words; },
  });
};
window.mount();`;

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"></svg>';

export class ProseServer {
  url = '';
  text = '';
  lang = 'en';
  readonly #server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const script = pathname === '/start.js' ? START : scripts.get(pathname.slice(1));
    if (script) response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    else if (pathname === '/pictures/there.svg')
      response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(PICTURE);
    else if (pathname !== '/') response.writeHead(404).end();
    else {
      const nonce = crypto.randomUUID();
      const headers = { ...(await newsroomHeaders(nonce)), 'Content-Type': 'text/html; charset=utf-8' };
      response.writeHead(200, headers).end(this.#page(nonce));
    }
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #page(nonce: string): string {
    const text = this.text.replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`);
    return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Prose</title><style>${stylesheet}</style><script type="module" src="/start.js" nonce="${nonce}"></script></head>
<body><main><h1>Prose</h1><p id="status" role="status"></p><div class="field"><label for="analysis">Analysis</label>
<span class="hint" id="hint">What it means</span>
<textarea id="analysis" lang="${this.lang}" aria-describedby="hint" aria-invalid="true" rows="8">\n${text}</textarea></div>
<p><a href="/">A link behind it</a></p></main></body></html>`;
  }
}
