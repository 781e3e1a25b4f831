import { replacePairs } from './pairs.ts';
import { fence } from './templates.ts';

// Code of Octopress and Hexo, which may have a title and a link above it: the tag `codeblock`, and fences that say more than a language.

const OPEN = /\{%-?\s*(?:codeblock|code)\b([^%{}\n]{0,500}?)-?%\}/g;
const CLOSE = /\{%-?\s*end(?:codeblock|code)\s*-?%\}/g;

/** Options: `lang:ruby`, `start:3`, `mark:1,4-5`. */
const OPTION =
  /(?:^|\s)(?:linenos|start|mark|first_line|line_number|line_threshold|highlight|wrap|range|diff):\S+/g;
const LANGUAGE = /(?:^|\s)lang:([\w+#.-]+)/;

const escapeMarkdown = (text: string) => text.replace(/[\\`*_[\]<&]/g, '\\$&');

/** What other programs write after the language of a fence. */
const FLAGS =
  /^(?:linenos|numberLines|line-numbers|showLineNumbers|noLineNumbers|no-?copy|copy|live|wrap|hidden|ignore|should_panic|compile_fail|norun|no_run)$/i;

/** The line above the code: what its title, address and the text of the link say. Empty without any. */
function caption(text: string): string {
  const words = text.replace(OPTION, ' ').replace(/\s+/g, ' ').trim();
  const { 0: address = '', index = words.length } = /(?:https?:\/\/|(?<=\s)\/)\S+/.exec(words) ?? {};
  const title = words.slice(0, index).trim();
  const label = words.slice(index + address.length).trim() || (title === '' ? address : 'link');
  const parts = [
    ...(title === '' ? [] : [`**${escapeMarkdown(title)}**`]),
    ...(address === ''
      ? []
      : [`[${escapeMarkdown(label)}](<${address.replace(/[<>]/g, encodeURIComponent)}>)`]),
  ];
  return parts.join(' ');
}

/** Replaces `{% codeblock Title lang:ruby https://… link %}` by a fence. `keep` stands for what it makes. */
export const codeBlocks = (text: string, keep: (block: string) => string): string =>
  replacePairs(text, OPEN, CLOSE, ([, parameters = ''], code) => {
    const language = LANGUAGE.exec(parameters)?.[1] ?? '';
    const above = caption(parameters.replace(LANGUAGE, ' '));
    return keep(`${above === '' ? '' : `${above}\n\n`}${fence(code, language)}`);
  });

/** A fence or what stands between two, with its line breaks. */
interface Part {
  text: string;
  /** Whether it is a fence, with its first line in parts. */
  fence: { indent: string; ticks: string; info: string } | null;
}

/** Parts a text at its fences. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let lines: string[] = [];
  let fence: Part['fence'] = null;
  const end = () => {
    if (lines.length > 0) parts.push({ text: lines.join('\n'), fence });
    lines = [];
  };
  for (const line of text.split('\n')) {
    const [, indent = '', ticks, info = ''] = /^([ \t]*)(`{3,}|~{3,})(.*?)\r?$/.exec(line) ?? [];
    if (fence !== null) {
      lines.push(line);
      if (!ticks?.startsWith(fence.ticks) || info.trim() !== '') continue;
      end();
      fence = null;
    } else {
      if (ticks !== undefined && !info.includes('`')) {
        end();
        fence = { indent, ticks, info };
      }
      lines.push(line);
    }
  }
  end();
  return parts;
}

/** Puts the title and link that a fence has after its language on a line above it. */
function titledFence({ text, fence: first }: Part): string {
  if (first === null) return text;
  const { indent, ticks, info } = first;
  const [, language = '', rest = ''] = /^\s*([^\s{]*)\s+([^\s{=][^{=]*(?:https?:\S*.*)?)$/.exec(info) ?? [];
  const above = FLAGS.test(rest.trim()) ? '' : caption(rest);
  if (above === '') return text;
  const [, ...lines] = text.split('\n');
  return [`${indent}${above}`, '', `${indent}${ticks}${language.replace(/^lang:/, '')}`, ...lines].join('\n');
}

/** Puts the titles and links of fences above them. */
export const titledFences = (text: string): string => partsOf(text).map(titledFence).join('\n');

/** Changes what stands outside of fences. */
export const outsideFences = (text: string, change: (text: string) => string): string =>
  partsOf(text)
    .map((part) => (part.fence === null ? change(part.text) : part.text))
    .join('\n');
