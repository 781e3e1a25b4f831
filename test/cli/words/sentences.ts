import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

// Collects the sentences of the newsroom from its code: what `t()`, `sentence()` and `NewsroomError` get. And what they should have got.

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Node {
  type: string;
  start: number;
  [name: string]: unknown;
}

/** A sentence by its key, the second of two. */
export type Sentences = Map<string, { one?: string; files: Set<string> }>;

/** Words that stand in a page and that nothing translates. */
export interface Untranslated {
  place: string;
  text: string;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Returns the text of a literal, or of a template without values. */
function literalOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type !== 'TemplateLiteral') return undefined;
  const [only, ...more] = node.quasis as { value: { cooked: string } }[];
  return more.length === 0 ? only?.value.cooked : undefined;
}

/** Lists the sentences that an argument may be: a literal, two of them, or one on either side of a condition. */
function sentencesOf(node: Node | undefined): (readonly [string | undefined, string])[] {
  if (!node) return [];
  const text = literalOf(node);
  if (text !== undefined) return [[undefined, text]];
  if (node.type === 'ConditionalExpression')
    return [...sentencesOf(node.consequent as Node), ...sentencesOf(node.alternate as Node)];
  if (node.type === 'ArrayExpression') {
    const [one, other] = (node.elements as Node[]).map(literalOf);
    return one === undefined || other === undefined ? [] : [[one, other]];
  }
  if (node.type === 'TSAsExpression') return sentencesOf(node.expression as Node);
  return [];
}

/** Lists the arguments of a call that are sentences. `more` are names of functions that get them. */
function argumentsOf(node: Node, more: readonly string[]): Node[] {
  const callee = node.callee as Node;
  const given = (node.arguments ?? []) as Node[];
  if (node.type === 'NewExpression') {
    if (callee.name === 'UnusablePicture') return given.slice(0, 1);
    return callee.name === 'NewsroomError' ? given.slice(1, 3) : [];
  }
  const isGet =
    callee.type === 'CallExpression' &&
    ((callee.callee as Node).property as Node | undefined)?.name === 'get' &&
    literalOf((callee.arguments as Node[])[0]) === 't';
  const names = ['t', 'sentence', ...more];
  return names.includes(String(callee.name)) || isGet ? given.slice(0, 1) : [];
}

/** Attributes that people read or hear. */
const SPOKEN = new Set([
  'alt',
  'aria-label',
  'aria-description',
  'label',
  'placeholder',
  'title',
  'data-confirm',
]);
const WORD = /\p{L}{2}/u;

/** Collects the sentences of one file, and lists the words of its JSX that nothing translates. Functions of these names get sentences, too. */
export function readFile(path: string, sentences: Sentences, more: readonly string[] = []): Untranslated[] {
  const source = readFileSync(path, 'utf8');
  const name = relative(root, path);
  const left: Untranslated[] = [];
  const leave = (node: Node, text: string) => {
    const words = text.trim().replaceAll(/\s+/g, ' ');
    if (WORD.test(words))
      left.push({ place: `${name}:${source.slice(0, node.start).split('\n').length}`, text: words });
  };
  const visit = (node: Node): void => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression')
      for (const argument of argumentsOf(node, more))
        for (const [one, other] of sentencesOf(argument)) {
          const known = sentences.get(other) ?? { files: new Set() };
          if (one !== undefined) known.one = one;
          sentences.set(other, { ...known, files: known.files.add(name) });
        }
    if (node.type === 'Property' && (node.key as Node).name === 'editor')
      for (const { value } of ((node.value as Node).properties ?? []) as { value: Node }[])
        for (const [, text] of sentencesOf(value)) sentences.set(text, { files: new Set([name]) });
    if (node.type === 'JSXElement' && ((node.openingElement as Node).name as Node).name === 'code') return;
    if (node.type === 'JSXText') leave(node, String(node.value));
    if (node.type === 'JSXExpressionContainer' && literalOf(node.expression as Node) !== undefined)
      leave(node, literalOf(node.expression as Node) ?? '');
    if (node.type === 'JSXAttribute') {
      if (
        SPOKEN.has(String((node.name as Node).name)) &&
        isNode(node.value) &&
        literalOf(node.value) !== undefined
      )
        leave(node, literalOf(node.value) ?? '');
      else if (isNode(node.value) && literalOf((node.value.expression as Node) ?? undefined) !== undefined)
        return;
    }
    for (const value of Object.values(node)) {
      if (isNode(value)) visit(value);
      else if (Array.isArray(value)) for (const each of value) if (isNode(each)) visit(each);
    }
  };
  visit(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node);
  return left;
}

const filesOf = (pattern: string) => globSync(pattern, { cwd: root }).map((path) => join(root, path));

/** Lists a file and all that it imports from the project. */
function withImports(path: string, seen: Set<string>): void {
  if (seen.has(path) || !/\.tsx?$/.test(path)) return;
  seen.add(path);
  for (const [, imported = ''] of readFileSync(path, 'utf8').matchAll(
    /^(?:import|export) (?!type).*? ?from '(\.[^']+)'/gms,
  ))
    withImports(resolve(dirname(path), imported), seen);
}

/** Collects the sentences that pages and scripts have, each for its own catalogs, and what nothing translates. */
export function collectSentences(): { pages: Sentences; scripts: Sentences; untranslated: Untranslated[] } {
  const [pages, scripts]: Sentences[] = [new Map(), new Map()];
  const inScripts = new Set<string>();
  for (const path of filesOf('src/newsroom/browser/*.ts')) withImports(path, inScripts);
  // What the editor calls the fields of a story stands in their rows; what a check of evidence found, where it is found.
  for (const path of filesOf('src/site/story/{field-places,line-fields,evidence-policy}.ts'))
    readFile(path, pages as Sentences);
  // What is wrong with a file that shall be a picture, and with an old address.
  for (const path of filesOf('src/site/pictures/**/*.ts')) readFile(path, pages as Sentences);
  for (const path of filesOf('src/site/redirects/entry.ts')) readFile(path, pages as Sentences, ['refuse']);
  const untranslated = filesOf('src/newsroom/**/*.{ts,tsx}').flatMap((path) => {
    if (path.includes('/newsroom/browser/')) return readFile(path, scripts as Sentences);
    if (inScripts.has(path)) readFile(path, scripts as Sentences);
    return readFile(path, pages as Sentences);
  });
  return { pages: pages as Sentences, scripts: scripts as Sentences, untranslated };
}
