import { posix } from 'node:path';
import type { Loss } from '../../old-site.ts';
import { isRow, makeLoss, parseJson, type Row } from '../fields.ts';
import type { SourceFolder } from './files.ts';
import { notUnderstood, parseFields, splitFrontMatter } from './front-matter.ts';
import { decidesPublicity } from './publicity.ts';
import { type Computed, nodesIn, Script, type ScriptData } from './script.ts';
import { deepField } from './values.ts';

// What a site of Eleventy says beside its texts: its configuration, and the data of its folders. Programs among it are read as data.

/** Fields with what made them. */
export interface Data {
  fields: Row;
  computed: Readonly<Record<string, Computed>>;
}

export interface EleventySettings {
  /** Folders, from the top of the site's source, without slashes at their ends; `input` is empty if it is the top. */
  input: string;
  data: string;
  includes: string;
  /** The folder whose files are at the root of the site; null if the configuration names none. */
  publicFolder: string | null;
  /** Patterns of files of which Eleventy makes no pages. */
  ignored: readonly string[];
  /** Whether Markdown is a template, too. */
  hasTemplates: boolean;
  /** Why it cannot be seen which texts are public; null if it can. */
  doubt: string | null;
  /** What the configuration and the data of the site say of the site itself. */
  site: Row;
  /** What holds for a text beside its own front matter: of the whole site, of its layouts, of its folders, of the text alone. */
  dataOf(path: string, own: Row): Data;
}

/** The most files of a configuration that are read, and the most characters of a file of data. */
const [MAX_CONFIG_FILES, MAX_DATA] = [30, 1_000_000];

const trimmed = (path: string) =>
  posix
    .normalize(path)
    .replace(/^\.?\/|\/$/g, '')
    .replace(/^\.$/, '');

/** Data of the whole site that decides about texts; the rest is for templates. */
const GLOBAL =
  /^(?:draft|permalink|eleventyExcludeFromCollections|eleventyComputed|tags|date|published|status|visibility)(?:\.|$)/;

/** Calls of a method, whatever the object is called: `eleventyConfig.addGlobalData(…)`. */
function* callsOf(script: Script) {
  for (const node of nodesIn(script.program))
    if (
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      node.callee.property.type === 'Identifier'
    )
      yield { method: node.callee.property.name, parameters: node.arguments };
}

/** The paths of other files of the site that a program loads. */
function* loadedBy(script: Script): Generator<string> {
  for (const node of nodesIn(script.program)) {
    if (node.type === 'ImportDeclaration') yield String(node.source.value);
    const isRequire =
      node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require';
    const value = isRequire && node.arguments[0] ? script.valueOf(node.arguments[0]) : undefined;
    if (typeof value === 'string') yield value;
  }
}

/** Reads the programs of the configuration: its file, and those of the site that it loads. */
async function readPrograms(
  folder: SourceFolder,
  configFile: string | null,
  lose: (file: string, reason: string) => void,
): Promise<{ file: string; script: Script }[]> {
  const programs: { file: string; script: Script }[] = [];
  const waiting = configFile === null ? [] : [configFile];
  for (const file of waiting) {
    try {
      const text = await folder.read(file);
      if (text === null) continue;
      const script = new Script(text);
      programs.push({ file, script });
      for (const loaded of loadedBy(script)) {
        if (!/^\.{1,2}\//.test(loaded)) continue;
        const path = posix.join(posix.dirname(file), loaded);
        const found = await folder.first([
          path,
          ...['js', 'cjs', 'mjs'].map((ending) => `${path}.${ending}`),
          `${path}/index.js`,
        ]);
        if (
          found !== null &&
          /\.[cm]?js$/.test(found) &&
          !waiting.includes(found) &&
          waiting.length < MAX_CONFIG_FILES
        )
          waiting.push(found);
      }
    } catch (error) {
      lose(file, error instanceof Error ? error.message : String(error));
    }
  }
  return programs;
}

/** What the programs of a configuration set. */
interface Configured {
  folders: Partial<Record<'input' | 'data' | 'includes' | 'layouts', string | undefined>>;
  /** Other names of layouts. */
  aliases: Map<string, string>;
  pathPrefix: string | null;
  publicFolder: string | null;
  ignored: string[];
  markdownEngine: unknown;
  global: { fields: Record<string, unknown>; computed: Record<string, Computed> };
  doubt: string | null;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

function readConfiguration(programs: readonly { file: string; script: Script }[]): Configured {
  const found: Configured = {
    folders: {},
    aliases: new Map(),
    pathPrefix: null,
    publicFolder: null,
    ignored: [],
    markdownEngine: undefined,
    global: { fields: {}, computed: {} },
    doubt: null,
  };
  const { folders, global } = found;
  for (const { file, script } of programs) {
    for (const node of nodesIn(script.program)) {
      if (node.type !== 'Property' || node.key.type !== 'Identifier') continue;
      const { name } = node.key;
      const value = script.valueOf(node.value);
      if (name === 'dir' && node.value.type === 'ObjectExpression') {
        const { fields } = script.read(node.value);
        for (const each of ['input', 'data', 'includes', 'layouts'] as const)
          folders[each] ??= textOf(fields[each]);
      }
      if (name === 'pathPrefix') found.pathPrefix ??= textOf(value) ?? null;
      if (name === 'markdownTemplateEngine') found.markdownEngine ??= value;
    }
    for (const { method, parameters } of callsOf(script)) {
      const [first, second, third] = parameters;
      const value = first ? script.valueOf(first) : undefined;
      if (method === 'setInputDirectory') folders.input = textOf(value);
      if (method === 'setDataDirectory') folders.data = textOf(value);
      if (method === 'setIncludesDirectory') folders.includes = textOf(value);
      if (method === 'setLayoutsDirectory') folders.layouts = textOf(value);
      const layout = method === 'addLayoutAlias' && second ? textOf(script.valueOf(second)) : undefined;
      if (layout !== undefined && typeof value === 'string') found.aliases.set(value, layout);
      // `eleventyConfig.ignores.add("drafts/**")`; other sets of texts named so do no harm.
      if (method === 'add' && typeof value === 'string' && /[/*.]/.test(value)) found.ignored.push(value);
      if (method === 'addPassthroughCopy' && isRow(value)) {
        const root = Object.entries(value).find(([, to]) => trimmed(String(to)) === '');
        if (root) found.publicFolder ??= trimmed(root[0]);
      }
      if (method === 'addGlobalData' && typeof value === 'string' && second && GLOBAL.test(value)) {
        const read = script.readAs(value, second);
        Object.assign(global.fields, read.fields);
        Object.assign(global.computed, read.computed);
      }
      if (method === 'addPreprocessor' && third && script.mayLeaveOut(third, decidesPublicity)) {
        const why = notUnderstood({ looksAt: script.looksAt(third) });
        if (why !== null) found.doubt ??= `a program in ${file} decides which texts are public, and ${why}`;
      }
    }
  }
  return found;
}

/** Reads a file of data. */
async function readData(folder: SourceFolder, path: string): Promise<ScriptData | null> {
  const text = await folder.read(path);
  if (text === null || text.length > MAX_DATA) return null;
  if (/\.[cm]?js$/.test(path)) return new Script(text).exported();
  if (/\.ya?ml$/.test(path)) return { fields: parseFields(text, 'yaml'), computed: {} };
  const fields = parseJson(text);
  if (fields === undefined) throw new Error('it is no JSON');
  return isRow(fields) ? { fields, computed: {} } : null;
}

/** Which texts a file of data is for: those in a folder (with a slash at its end), or one (without its ending); null if it is not. */
function ownerOf(path: string, texts: ReadonlySet<string>): string | null {
  const { dir, base } = posix.parse(path);
  const name = /^(.+?)\.(?:11tydata\.(?:json|[cm]?js)|json)$/.exec(base)?.[1];
  if (name === undefined) return null;
  if (name === posix.basename(dir)) return `${dir}/`;
  const text = posix.join(dir, name);
  return texts.has(text) ? text : null;
}

/** The most layouts around each other. */
const MAX_LAYOUTS = 20;

/** Reads the front matter of layouts, which holds for their texts, by the names that these call them by. */
async function readLayouts(folder: SourceFolder, folders: readonly string[]): Promise<Map<string, Data>> {
  const layouts = new Map<string, Data>();
  for (const above of folders.filter((each) => each !== '' && !each.startsWith('..'))) {
    for (const path of await folder.listIn(above)) {
      const text = await folder.read(path).catch(() => null);
      if (text === null || text.length > MAX_DATA) continue;
      const { fault, fields, computed } = splitFrontMatter(text);
      const data = fault ? { fields: {}, computed: { '…': { looksAt: null } } } : { fields, computed };
      const name = path.slice(above.length + 1);
      for (const each of [name, name.replace(/\.\w+$/, '')]) if (!layouts.has(each)) layouts.set(each, data);
    }
  }
  return layouts;
}

/** Reads what a site of Eleventy says beside its texts. What cannot be read is a loss, and leaves its texts drafts. */
export async function readEleventy(
  folder: SourceFolder,
  configFile: string | null,
): Promise<{ settings: EleventySettings; losses: Loss[] }> {
  const losses: Loss[] = [];
  const lose = (file: string, reason: string, now: string) =>
    void losses.push(makeLoss({ file }, 'setting', reason, now));
  const programs = await readPrograms(folder, configFile, (file, reason) =>
    lose(file, reason, 'the usual settings of Eleventy'),
  );
  const configured = readConfiguration(programs);
  const input = trimmed(configured.folders.input ?? '.');
  const data = trimmed(posix.join(input, configured.folders.data ?? '_data'));
  const includes = trimmed(posix.join(input, configured.folders.includes ?? '_includes'));
  const texts = new Set((await folder.list()).map(({ path }) => path.replace(/\.\w+$/, '')));
  const owned = new Map<string, Data[]>();
  const site: Record<string, unknown> = {};
  const global: { fields: Record<string, unknown>; computed: Record<string, Computed> } = configured.global;
  const isIn = (path: string, above: string) => above === '' || path.startsWith(`${above}/`);
  for (const { path } of await folder.listData()) {
    const isGlobal = isIn(path, data) && data !== '';
    const owner = isGlobal || !isIn(path, input) ? null : ownerOf(path, texts);
    if (!isGlobal && owner === null) continue;
    try {
      const read = await readData(folder, path);
      if (read === null) continue;
      if (owner !== null) owned.set(owner, [...(owned.get(owner) ?? []), read]);
      else {
        const name = posix.basename(path).replace(/\..*$/, '');
        site[name.toLowerCase()] = read.fields;
        if (GLOBAL.test(name)) global.fields[name] = read.fields;
        if (GLOBAL.test(name))
          for (const [below, each] of Object.entries(read.computed))
            global.computed[`${name}.${below}`] = each;
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (owner === null) lose(path, reason, 'not read');
      else {
        lose(path, reason, 'not read: its texts become drafts');
        owned.set(owner, [{ fields: {}, computed: { '…': { looksAt: null } } }]);
      }
    }
  }
  const layouts = await readLayouts(folder, [
    ...(configured.folders.layouts === undefined
      ? []
      : [trimmed(posix.join(input, configured.folders.layouts))]),
    includes,
  ]);
  const layoutsOf = (name: unknown, depth = 0): Data[] => {
    if (typeof name !== 'string' || depth > MAX_LAYOUTS) return [];
    const layout = layouts.get(configured.aliases.get(name) ?? name);
    // The outermost is the most general.
    return layout ? [...layoutsOf(layout.fields.layout, depth + 1), layout] : [];
  };
  const ignored = [...configured.ignored];
  for (const line of ((await folder.read('.eleventyignore').catch(() => null)) ?? '').split(/\r?\n/))
    if (line.trim() !== '' && !line.startsWith('#')) ignored.push(line.trim());
  return {
    settings: {
      input,
      data,
      includes,
      publicFolder: configured.publicFolder,
      ignored,
      hasTemplates: configured.markdownEngine !== false,
      doubt: configured.doubt,
      site: { ...site, ...(configured.pathPrefix === null ? {} : { pathprefix: configured.pathPrefix }) },
      dataOf: (path, own) => {
        const parts = path.split('/');
        const owners = parts.slice(0, -1).map((_part, at) => `${parts.slice(0, at + 1).join('/')}/`);
        const below = [...owners, path.replace(/\.\w+$/, '')].flatMap((owner) => owned.get(owner) ?? []);
        const { layout } = mergeData([global, ...below, { fields: own, computed: {} }]).fields;
        return mergeData([global, ...layoutsOf(layout), ...below]);
      },
    },
    losses,
  };
}

const isList = (value: unknown) => Array.isArray(value) || typeof value === 'string';

/** Merges data, the more general first. Eleventy adds tags up; to other systems they are a field like any other. */
export function mergeData(all: readonly Data[], addsTags = true): Data {
  const fields: Record<string, unknown> = {};
  const computed: Record<string, Computed> = {};
  for (const each of all) {
    for (const [written, value] of Object.entries(each.fields)) {
      const name = written.toLowerCase();
      delete computed[name];
      const before = fields[name];
      fields[name] =
        addsTags && name === 'tags' && isList(before) && isList(value)
          ? [before, value].flat()
          : name === 'eleventycomputed' && isRow(before) && isRow(value)
            ? { ...before, ...value }
            : value;
    }
    for (const [name, value] of Object.entries(each.computed)) computed[name.toLowerCase()] = value;
  }
  return { fields, computed };
}

/** What the data of the site say of it: `_data/site.json`, `_data/metadata.js` and their like. */
export function siteField(settings: EleventySettings, ...names: string[]): unknown {
  for (const file of ['metadata', 'site', 'meta', 'config'])
    for (const name of names) {
      const value = deepField(settings.site, file, name);
      if (value !== undefined && value !== null && value !== '') return value;
    }
  return undefined;
}

export function siteText(settings: EleventySettings, ...names: string[]): string | null {
  const value = siteField(settings, ...names);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
