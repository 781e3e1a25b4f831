import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { parse as parseYaml } from 'yaml';

// Reads public sets of pages, and the words of other people's programs, from a folder with a checkout of each: `readability`,
// `benchmark` (scrapinghub/article-extraction-benchmark), `trafilatura`; `stack` (CaiJimmy/hugo-theme-stack), `starlight`, `congo`,
// `dawn`, `http-statuses` (Laravel-Lang), `klaro`, `tarteaucitron`, `altcha`.

/** A page of a public set, and the paragraphs of its article that the set confirms. */
export interface ForeignPage {
  id: string;
  url: string;
  html: string;
  language: string;
  /** Which half it is in: rules may be made for one, and only the other is reported. */
  half: 'mended' | 'reported';
  paragraphs: Paragraph[];
}

interface Paragraph {
  text: string;
  start: number;
  end: number;
}

/** Words that programs of others show, in one language. */
export interface ForeignNotice {
  language: string;
  half: 'mended' | 'reported';
  title: string;
  text: string;
}

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
const childrenOf = (node: Node): Node[] => ('childNodes' in node ? node.childNodes : []);
const textOf = (node: Node): string =>
  'value' in node && node.nodeName === '#text' ? node.value : childrenOf(node).map(textOf).join('');

/** A number below `many` that only the key decides. */
export const draw = (key: string, many: number): number =>
  createHash('sha256').update(key).digest().readUInt32BE() % many;

function paragraphsOf(html: string, confirms: (text: string) => boolean): ForeignPage['paragraphs'] {
  const byParent = new Map<Node, Paragraph[]>();
  const walk = (node: Node) => {
    const { tagName, sourceCodeLocation: at } = node as Element;
    if (tagName === 'p' && at?.endTag && 'parentNode' in node && node.parentNode) {
      const of = byParent.get(node.parentNode) ?? [];
      byParent.set(node.parentNode, of);
      of.push({ text: plain(textOf(node)), start: at.startTag?.endOffset ?? 0, end: at.endTag.startOffset });
    } else for (const child of childrenOf(node)) walk(child);
  };
  walk(parse(html, { sourceCodeLocationInfo: true }));
  const confirmed = [...byParent.values()].filter((them) => them.some(({ text }) => confirms(text)));
  const size = (them: Paragraph[]) => them.reduce((sum, { text }) => sum + text.length, 0);
  return (confirmed.toSorted((a, b) => size(b) - size(a))[0] ?? []).filter(({ text }) => text.length >= 40);
}

function foreignPage(
  id: string,
  url: string,
  html: string,
  confirms: (text: string) => boolean,
): ForeignPage | undefined {
  const paragraphs = paragraphsOf(html, confirms);
  if (paragraphs.length < 5) return undefined;
  const language = /<html[^>]*\slang=["']?([a-z]{2})/i.exec(html)?.[1]?.toLowerCase() ?? 'en';
  if (!/^https?:/.test(url)) return undefined;
  return { id, url, html, language, half: draw(id, 2) === 0 ? 'mended' : 'reported', paragraphs };
}

const text = (path: string) => readFileSync(path, 'utf8');
const json = <T>(path: string): T => JSON.parse(text(path)) as T;

function* allPages(folder: string): Generator<ForeignPage | undefined> {
  const readability = `${folder}/readability/test/test-pages`;
  for (const name of readdirSync(readability)) {
    const expected = plain(textOf(parse(text(`${readability}/${name}/expected.html`))));
    const html = text(`${readability}/${name}/source.html`);
    yield foreignPage(
      name,
      `https://www.${name}.example/news/2024/05/${name}`,
      html,
      (words) => words.length > 40 && expected.includes(words),
    );
  }
  const benchmark = `${folder}/benchmark`;
  for (const [id, { articleBody, url }] of Object.entries(
    json<Record<string, { articleBody: string; url: string }>>(`${benchmark}/ground-truth.json`),
  )) {
    const html = gunzipSync(readFileSync(`${benchmark}/html/${id}.html.gz`)).toString();
    const body = plain(articleBody);
    yield foreignPage(id, url, html, (words) => words.length > 40 && body.includes(words));
  }
  const trafilatura = `${folder}/trafilatura/tests`;
  for (const [url, page] of Object.entries(
    json<Record<string, { file: string; with: string[] }>>(`${trafilatura}/evaldata.json`),
  )) {
    const path = ['eval', 'cache'].map((of) => `${trafilatura}/${of}/${page.file}`);
    const html = path
      .map((of) => {
        try {
          return text(of);
        } catch {
          return '';
        }
      })
      .join('');
    yield foreignPage(page.file, url, html, (words) => page.with.some((some) => words.includes(plain(some))));
  }
}

/** Reads the pages that have an article of five paragraphs or more. */
export const foreignPages = (folder: string): ForeignPage[] =>
  [...allPages(folder)].filter((page) => page !== undefined);

const SPELLINGS: Record<string, string[]> = {
  zh: ['zh', 'zh-CN', 'zh-Hans', 'zh_CN', 'cn', 'zh-cn'],
  'zh-Hant': ['zh-TW', 'zh-Hant', 'zh_TW', 'zh-hant-tw', 'zh-tw'],
  es: ['es', 'es-es'],
  fr: ['fr', 'fr-fr'],
  pt: ['pt', 'pt-BR', 'pt-br', 'pt-PT', 'pt-pt'],
  en: ['en', 'en.default'],
};
const LANGUAGES = [
  'ar',
  'de',
  'en',
  'es',
  'fa',
  'fr',
  'he',
  'hi',
  'it',
  'ja',
  'ko',
  'pt',
  'ru',
  'tr',
  'zh',
  'zh-Hant',
];

function notices(
  path: (name: string) => string,
  half: ForeignNotice['half'],
  read: (source: string) => [title: string | undefined, text: string | undefined],
): ForeignNotice[] {
  return LANGUAGES.flatMap((language) =>
    (SPELLINGS[language] ?? [language]).flatMap((name) => {
      let source: string;
      try {
        source = text(path(name));
      } catch {
        return [];
      }
      const [title, words = ''] = read(source);
      return title ? [{ language, half, title: title.replaceAll(/:\w+:/g, '').trim(), text: words }] : [];
    }),
  );
}

const toml = (source: string, key: string) =>
  new RegExp(`\\[notFound\\][^[]*?${key}\\s*=\\s*"([^"]*)"`).exec(source)?.[1];

/** What programs of others say of a missing page. */
export const missingPages = (folder: string): ForeignNotice[] => [
  ...notices(
    (name) => `${folder}/stack/i18n/${name}.toml`,
    'mended',
    (source) => [toml(source, 'title'), toml(source, 'subtitle')],
  ),
  ...notices(
    (name) => `${folder}/starlight/packages/starlight/translations/${name}.json`,
    'mended',
    (source) => ['404', JSON.parse(source)['404.text']],
  ),
  ...notices(
    (name) => `${folder}/congo/i18n/${name}.yaml`,
    'reported',
    (source) => {
      const { error } = parseYaml(source);
      return [error?.['404_title'], `${error?.['404_error']} ${error?.['404_description']}`];
    },
  ),
  ...notices(
    (name) => `${folder}/dawn/locales/${name}.json`,
    'reported',
    (source) => {
      const found = JSON.parse(source.replace(/^\s*\/\*[\s\S]*?\*\//, ''))?.templates?.['404'];
      return [found?.title, found?.subtext];
    },
  ),
  ...notices(
    (name) => `${folder}/http-statuses/locales/${name}/json.json`,
    'reported',
    (source) => {
      const words = JSON.parse(source);
      return [words['Not Found'], '404'];
    },
  ),
];

const OTHER_STATES = {
  'Maintenance Mode': 'mended',
  Forbidden: 'mended',
  Unauthorized: 'mended',
  'Service Unavailable': 'reported',
  'Too Many Requests': 'reported',
  'Unavailable For Legal Reasons': 'reported',
  'Internal Server Error': 'reported',
} as const;

/** What programs of others say when a page cannot be read now. */
export const otherStates = (folder: string): ForeignNotice[] =>
  Object.entries(OTHER_STATES).flatMap(([key, half]) =>
    notices(
      (name) => `${folder}/http-statuses/locales/${name}/json.json`,
      half,
      (source) => [JSON.parse(source)[key], ''],
    ),
  );

const field = (source: string, key: string) =>
  new RegExp(`"?${key}"?\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`).exec(source)?.[1] ?? '';

/** What programs of others ask before they show a page. */
export const consentWalls = (folder: string): ForeignNotice[] => [
  ...notices(
    (name) => `${folder}/klaro/src/translations/${name}.yml`,
    'mended',
    (source) => {
      const words = parseYaml(source);
      const { consentModal: modal, consentNotice: notice } = words;
      return [
        modal?.title ?? notice?.title,
        [
          modal?.description,
          modal?.privacyPolicy?.text,
          notice?.description,
          words.acceptAll,
          words.acceptSelected,
          words.decline,
          notice?.learnMore,
          words.privacyPolicy?.name,
        ]
          .filter(Boolean)
          .join(' '),
      ];
    },
  ),
  ...notices(
    (name) => `${folder}/tarteaucitron/lang/tarteaucitron.${name}.js`,
    'reported',
    (source) => [
      field(source, 'alertSmall'),
      ['alertBigPrivacy', 'disclaimer', 'acceptAll', 'allowAll', 'denyAll', 'personalize', 'privacyUrl']
        .map((key) => field(source, key))
        .join(' '),
    ],
  ),
];

/** How programs of others ask whether a person reads. */
export const captchas = (folder: string): ForeignNotice[] =>
  notices(
    (name) => `${folder}/altcha/dist/i18n/${name}.js`,
    'reported',
    (source) => [
      field(source, 'label'),
      ['verificationRequired', 'enterCodeFromImage', 'waitAlert'].map((key) => field(source, key)).join(' '),
    ],
  );
