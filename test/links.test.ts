import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';

// Every link in the documentation leads to a file, a heading or an https URL. Every path in code spans, like `src/app.ts`,
// exists, and so does every function that the map of the code names.

const documents = import.meta.glob<string>(
  ['/*.md', '/.github/*.md', '/docs/**/*.md', '/src/**/*.md', '/test/**/report.md', '/test/**/README.md'],
  { query: '?raw', import: 'default', eager: true },
);
const files = new Set([
  ...Object.keys(
    import.meta.glob(['/*', '/.ci/*', '/.github/**', '/{data,docs,src,test}/**', '!/test/node_modules/**'], {
      exhaustive: true,
    }),
  ),
  // import.meta.glob leaves out the importing file.
  '/test/links.test.ts',
]);

const markdown = new MarkdownIt({ html: true });

type Token = ReturnType<typeof markdown.parse>[number];

/** Returns GitHub's anchor of a heading: lower case, without punctuation, with hyphens for spaces. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

const flat = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);

function read(text: string) {
  const tokens = markdown.parse(text, {});
  const anchors = new Set<string>();
  for (const [index, { type }] of tokens.entries()) {
    if (type !== 'heading_open') continue;
    const words = flat(tokens[index + 1]?.children ?? []).map(({ type, content }) =>
      type === 'text' || type === 'code_inline' ? content : '',
    );
    const anchor = anchorOf(words.join(''));
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  const all = flat(tokens);
  const links = all.flatMap((token) => {
    if (token.type === 'link_open') return [String(token.attrGet('href'))];
    if (token.type === 'image') return [String(token.attrGet('src'))];
    if (token.type !== 'html_block' && token.type !== 'html_inline') return [];
    return Array.from(token.content.matchAll(/\b(?:src|href)="([^"]*)"/g), ([, link = '']) => link);
  });
  const code = all.flatMap(({ type, info, content }) => {
    if (type === 'code_inline') return [content];
    // A code block without a language draws folders and names files.
    return type === 'fence' && info === ''
      ? (content.match(/^[\w-]+\.tsx?(?=[ ,])|(?<=, )[\w-]+\.tsx?/gm) ?? [])
      : [];
  });
  return { anchors, links, code };
}

const pages = new Map(Object.entries(documents).map(([path, text]) => [path, read(text)]));

const exists = (path: string) =>
  files.has(path) || [...files].some((file) => file.startsWith(path.endsWith('/') ? path : `${path}/`));

/** Returns what is wrong with a link in the document at `from`; undefined if nothing is. */
function findFault(link: string, from: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) {
    const url = URL.parse(link);
    const isWeb = url?.protocol === 'https:' && url.hostname.includes('.');
    return isWeb || url?.protocol === 'mailto:' ? undefined : 'is not an https URL';
  }
  const { pathname, hash } = new URL(link, `file://${from}`);
  const path = decodeURIComponent(pathname);
  if (!exists(path)) return 'leads to no file';
  if (hash === '') return undefined;
  return pages.get(path)?.anchors.has(decodeURIComponent(hash.slice(1))) ? undefined : 'leads to no heading';
}

test('every link in the documentation works', () => {
  expect(pages.size).toBeGreaterThan(20);
  const links = [...pages].flatMap(([from, { links }]) => links.map((link) => ({ from, link })));
  expect(links.length).toBeGreaterThan(150);
  const broken = links.flatMap(({ from, link }) => {
    const fault = findFault(link, from);
    return fault === undefined ? [] : [`${from}: ${link} ${fault}`];
  });
  expect(broken).toEqual([]);
});

/** Whether code is a path from the root of the repository, or from the document's folder. */
const isPath = (code: string) =>
  /^(src|test|docs|data|\.ci|\.github)\/[\w./-]*$/.test(code) || /^[\w/-]+\.tsx?$/.test(code);

test('every path that the documentation names exists', () => {
  const missing = [...pages]
    // The changelog and generated reports may name what existed earlier.
    .filter(([from]) => from !== '/CHANGELOG.md' && !from.endsWith('/report.md'))
    .flatMap(([from, { code }]) =>
      code
        .filter(isPath)
        .filter((path) => !exists(`/${path}`) && !exists(new URL(path, `file://${from}`).pathname))
        .map((path) => `${from}: ${path}`),
    );
  expect(missing).toEqual([]);
});

test('every function that the map of the code names exists', () => {
  const sources = import.meta.glob<string>('/src/**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const code = Object.values(sources).join('\n');
  const named = pages.get('/src/README.md')?.code.filter((text) => text.endsWith('()')) ?? [];
  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter(
    (name) => !new RegExp(`\\b${name.slice(0, -2).replace(/^.*\./, '')}\\b`).test(code),
  );
  expect(missing).toEqual([]);
});
