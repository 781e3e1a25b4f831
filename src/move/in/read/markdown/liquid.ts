import { codeBlocks, titledFences } from './code-blocks.ts';
import { replacePairs } from './pairs.ts';
import { embedLink, fence, type TemplateContext } from './templates.ts';

/** Returns expressions for the beginning and the end of a pair of tags. */
const pair = (name: string, parameters = ''): [RegExp, RegExp] => [
  new RegExp(`\\{%-?\\s*${name}${parameters}\\s*-?%\\}`, 'g'),
  new RegExp(`\\{%-?\\s*end${name}\\s*-?%\\}`, 'g'),
];
const RAW = pair('raw');
const COMMENT = pair('comment');
const HIGHLIGHT = pair('highlight', '\\s+([\\w+#-]{1,40})[^%{}]{0,200}?');
/** A tag or a value. What may stand in it is bounded, so that one that does not close is not slow. */
const TAG = /\{%-?\s*(\w{1,40})(?!\w)([^%{}]{0,4000}?)-?%\}|\{\{-?([^{}]{0,4000}?)-?\}\}/g;
/** Attributes of kramdown on a line of their own: `{: .wide}`, `{:toc}`. */
const ATTRIBUTES = /^[ \t]*\{:[^}\n]{0,500}\}[ \t]*(?:\r?\n|$)/gm;

/** Stands around the number of a part that is no Liquid. A private character (Unicode, section 23.5). */
const MARK = '\u{f8ff}';
const KEPT = new RegExp(`${MARK}(\\d+)${MARK}`, 'gu');

/** Returns what a value stands for; null if that is not known. */
function standIn(expression: string, context: TemplateContext): string | null {
  const [source = '', ...filters] = expression.split('|').map((part) => part.trim());
  const quoted = /^(["'])(.*)\1$/.exec(source)?.[2];
  const site = context.site.url.replace(/\/$/, '');
  const values: Record<string, string> = {
    'site.url': new URL(context.site.url).origin,
    'site.baseurl': new URL(context.site.url).pathname.replace(/\/$/, ''),
    'site.title': context.site.title,
    'page.title': context.page.title,
  };
  let value = quoted ?? (Object.hasOwn(values, source) ? values[source] : undefined);
  if (value === undefined) return null;
  for (const filter of filters) {
    const [, name = '', argument] = /^(\w+)\s*(?::\s*["']([^"']*)["'])?$/.exec(filter) ?? [];
    if (name === 'relative_url' || name === 'absolute_url') value = context.addressOf(value);
    else if (name === 'prepend' && argument !== undefined) value = argument + value;
    else if (name === 'append' && argument !== undefined) value += argument;
    else if (/^prepend:\s*site\.(baseurl|url)$/.test(filter))
      value = filter.endsWith('.url') ? site + value : context.addressOf(value);
    else return null;
  }
  return value;
}

/** Returns what a tag stands for; null if that is not known. */
function tagOf(name: string, parameters: string, context: TemplateContext, was: string): string | null {
  const [first = ''] = parameters.trim().split(/\s+/);
  if (name === 'post_url' || name === 'link') return context.pageOf(first.replace(/^\//, ''));
  return embedLink(name, first.replace(/^["']|["']$/g, ''), context, was);
}

/**
 * Resolves the Liquid of a text of Jekyll: code, raw text, addresses of other pages and of the site. Of any other tag, the text within
 * stays, and the tag is a loss. Attributes of kramdown are losses, too.
 */
export function resolveLiquid(text: string, context: TemplateContext): string {
  let resolved = titledFences(text);
  if (/\{[%{]/.test(resolved)) {
    const raw: string[] = [];
    const keep = (inner: string) => `${MARK}${raw.push(inner) - 1}${MARK}`;
    const restore = (kept: string) => kept.replace(KEPT, (_whole, at: string) => raw[Number(at)] ?? '');
    resolved = resolved.replaceAll(MARK, () => keep(MARK));
    resolved = replacePairs(resolved, ...RAW, (_tag, inner) => keep(restore(inner)));
    resolved = replacePairs(resolved, ...HIGHLIGHT, ([, language = ''], code) =>
      keep(fence(restore(code), language)),
    );
    resolved = codeBlocks(resolved, (block) => keep(restore(block)));
    resolved = replacePairs(resolved, ...COMMENT, (_tag, inner) => {
      context.lose('template', restore(inner), 'left out');
      return '';
    });
    resolved = resolved
      // An address of the site before another: `{{ site.baseurl }}{% post_url … %}`.
      .replace(/\{\{-?\s*site\.(?:base)?url\s*-?\}\}(?=\s*\{%-?\s*(?:post_url|link)\b)/g, '')
      .replace(TAG, (was: string, name: string | undefined, parameters: string, expression: string) => {
        const found =
          name === undefined ? standIn(expression, context) : tagOf(name, parameters, context, was);
        if (found !== null) return found;
        if (name === undefined || !name.startsWith('end'))
          context.lose('template', was, 'its content, if any');
        return '';
      })
      .replace(KEPT, (_whole, at: string) => raw[Number(at)] ?? '');
  }
  return resolved.replace(ATTRIBUTES, (was) => {
    context.lose('template', was, 'left out');
    return '';
  });
}
