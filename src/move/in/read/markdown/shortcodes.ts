import { escapeHtml } from '../../../../lib/html.ts';
import { replacePairs } from './pairs.ts';
import { embedLink, fence, type TemplateContext } from './templates.ts';

/** A shortcode of Hugo: `{{< name a="b" >}}` or `{{% name %}}`. What may stand in it is bounded, so that none that does not close is slow. */
const TAG = /\{\{[<%]([^{}]{0,4000}?)[>%]\}\}/g;
const NAME = /^\s*(\/?)\s*([\w./-]+?)(?:\s([\s\S]*))?$/;
const PARAMETER = /(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|([^\s"'`=]+))/g;
/** `{{</* name *\/>}}` shows a shortcode and is none. */
const SHOWN = /\{\{([<%])\/\*([\s\S]{0,2000}?)\*\/([>%])\}\}/g;

interface Parameters {
  named: Map<string, string>;
  list: string[];
}

function parametersOf(text: string): Parameters {
  const named = new Map<string, string>();
  const list: string[] = [];
  for (const [, name, quoted, raw, word] of text.matchAll(PARAMETER)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? raw ?? word ?? '';
    if (name === undefined) list.push(value);
    else named.set(name.toLowerCase(), value);
  }
  return { named, list };
}

function figure({ named, list }: Parameters): string | null {
  const source = named.get('src') ?? list[0];
  if (source === undefined) return null;
  const alt = named.get('alt') ?? '';
  const parts = [named.get('title'), named.get('caption'), named.get('attr')].filter(
    (part) => part !== undefined,
  );
  const image = `<img src="${escapeHtml(source)}" alt="${escapeHtml(alt)}">`;
  const link = named.get('link');
  const shown = link === undefined ? image : `<a href="${escapeHtml(link)}">${image}</a>`;
  const caption = parts.length === 0 ? '' : `<figcaption>${parts.map(escapeHtml).join(' ')}</figcaption>`;
  return `<figure>${shown}${caption}</figure>`;
}

/** Returns what stands for a shortcode without an end; null if that is not known. */
function render(name: string, parameters: Parameters, context: TemplateContext, was: string): string | null {
  const first = parameters.list[0] ?? parameters.named.get('id') ?? parameters.named.get('path');
  if (name === 'figure') return figure(parameters);
  if (name === 'ref' || name === 'relref') {
    const [path = '', hash] = (first ?? '').split('#');
    const page = path === '' ? '' : context.pageOf(path);
    if (page !== null) return hash === undefined ? page : `${page}#${hash}`;
    context.lose('link', was, 'a link to the path');
    return path;
  }
  return embedLink(name, first ?? '', context, was);
}

/** Code between `{{< highlight go >}}` and its end. */
const HIGHLIGHT = [
  /\{\{[<%]\s*highlight\s+"?([\w+#-]{1,40})"?[^{}]{0,200}?[>%]\}\}/g,
  /\{\{[<%]\s*\/\s*highlight\s*[>%]\}\}/g,
] as const;

/** Words that Hugo shows to nobody. */
const COMMENT = [
  /\{\{[<%]\s*comment\s[^{}]{0,200}?[>%]\}\}/g,
  /\{\{[<%]\s*\/\s*comment\s*[>%]\}\}/g,
] as const;

/**
 * Resolves the shortcodes of a text of Hugo: figures, code, references to other pages, and videos, which become links. Of any other, the
 * text within stays, and the shortcode is a loss.
 */
export function resolveShortcodes(text: string, context: TemplateContext): string {
  if (!text.includes('{{<') && !text.includes('{{%')) return text;
  const shown = replacePairs(text, ...COMMENT, (_opening, comment) => {
    context.lose('hidden text', comment, 'nothing: readers did not see it');
    return '';
  });
  return replacePairs(shown, ...HIGHLIGHT, ([, language = ''], code) => fence(code, language))
    .replace(TAG, (was: string, inner: string) => {
      // `/` at the end closes a shortcode at once.
      const [, end, name, parameters = ''] = NAME.exec(inner.replace(/\/\s{0,100}$/, '').trim()) ?? [];
      // What is shown and no shortcode: `{{</* name */>}}`.
      if (name === undefined || inner.startsWith('/*')) return was;
      // The end of a pair, whose beginning was the loss.
      if (end === '/') return '';
      const rendered = render(name, parametersOf(parameters), context, was);
      if (rendered !== null) return rendered;
      context.lose('shortcode', was, 'its content, if any');
      return '';
    })
    .replace(SHOWN, (_whole, open: string, inner: string, close: string) => `{{${open}${inner}${close}}}`);
}
