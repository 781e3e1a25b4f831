import {
  type AnyNode,
  type Expression,
  type Function as FunctionNode,
  type Node,
  type ObjectExpression,
  type Program,
  parse,
} from 'acorn';
import type { Row } from '../fields.ts';

// Data that sites write as programs in JavaScript: front matter between `---js` and `---`, data files and configurations of Eleventy. They
// are read as data, and never run: what only running would tell is computed, and has a name but no value.

/** What a program would compute: which fields of a text it looks at; null if that cannot be seen. */
export interface Computed {
  looksAt: readonly string[] | null;
}

/** What is known of an object. */
export interface ScriptData {
  fields: Row;
  /** Fields whose value only running the program would tell, by their paths (`eleventyComputed.permalink`); `…` stands for any. */
  computed: Readonly<Record<string, Computed>>;
}

/** Stands for a value that is not known. */
const UNKNOWN = Symbol('unknown');

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Every node of a program, the outer ones first. */
export function* nodesIn(root: Node): Generator<AnyNode> {
  const waiting: AnyNode[] = [root as AnyNode];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    for (const value of Object.values(node).reverse()) {
      if (Array.isArray(value)) waiting.push(...value.filter(isNode).reverse());
      else if (isNode(value)) waiting.push(value);
    }
  }
}

/** Parses a program. Throws an error with a reason, and `line`. */
export function parseScript(source: string): Program {
  try {
    return parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowHashBang: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
    });
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    throw Object.assign(new Error(`it is no JavaScript: ${message.replace(/ \(\d+:\d+\)$/, '')}`), {
      line: loc?.line,
    });
  }
}

/** What the names at the top of a program stand for. */
function topLevelOf(program: Program): Map<string, AnyNode> {
  const names = new Map<string, AnyNode>();
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'FunctionDeclaration' && declaration.id)
      names.set(declaration.id.name, declaration);
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === 'Identifier' && init) names.set(id.name, init);
  }
  return names;
}

/** The name of a property as it is written; null if it is computed. */
function keyOf(key: Node, isComputed: boolean): string | null {
  const node = key as AnyNode;
  if (node.type === 'Identifier' && !isComputed) return node.name;
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}

/** The most parts of a program that are looked at, again and again if names are used so. What is beyond is not known. */
const MAX_STEPS = 500_000;

/** A program, of which values are asked. */
export class Script {
  readonly program: Program;
  #steps = 0;
  readonly #names: ReadonlyMap<string, AnyNode>;

  constructor(source: string) {
    this.program = parseScript(source);
    this.#names = topLevelOf(this.program);
  }

  /** Returns the value of an expression; `UNKNOWN` if only running it would tell. */
  #valueOf(expression: Node, depth = 0): unknown {
    const node = expression as AnyNode;
    if (depth > 50 || ++this.#steps > MAX_STEPS) return UNKNOWN;
    if (node.type === 'Literal') return node.regex || node.bigint ? UNKNOWN : node.value;
    if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked;
    if (node.type === 'Identifier') {
      if (node.name === 'undefined') return undefined;
      const named = this.#names.get(node.name);
      return named === undefined ? UNKNOWN : this.#valueOf(named, depth + 1);
    }
    if (node.type === 'UnaryExpression') {
      const value = this.#valueOf(node.argument, depth + 1);
      if (node.operator === '!' && value !== UNKNOWN) return !value;
      return node.operator === '-' && typeof value === 'number' ? -value : UNKNOWN;
    }
    // `new Date("2023-01-23")` is the text of the date.
    if (node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Date') {
      const [stated, ...others] = node.arguments;
      const value = stated && others.length === 0 ? this.#valueOf(stated, depth + 1) : UNKNOWN;
      return typeof value === 'string' ? value : UNKNOWN;
    }
    if (node.type === 'ArrayExpression') {
      const values = node.elements.map((each) => (each ? this.#valueOf(each, depth + 1) : null));
      return values.includes(UNKNOWN) ? UNKNOWN : values;
    }
    if (node.type === 'ObjectExpression') {
      const { fields, computed } = this.read(node, depth + 1);
      return Object.keys(computed).length > 0 ? UNKNOWN : fields;
    }
    return UNKNOWN;
  }

  /** Returns the value of an expression; undefined if only running it would tell. */
  valueOf(expression: Node): unknown {
    const value = this.#valueOf(expression);
    return value === UNKNOWN ? undefined : value;
  }

  /** Reads the object of an expression. */
  read(node: ObjectExpression, depth = 0): ScriptData {
    const fields: Record<string, unknown> = {};
    const computed: Record<string, Computed> = {};
    if (++this.#steps > MAX_STEPS) return { fields, computed: { '…': { looksAt: null } } };
    for (const property of node.properties) {
      const name = property.type === 'Property' ? keyOf(property.key, property.computed) : null;
      if (property.type !== 'Property' || name === null || property.kind !== 'init') {
        const spread = property.type === 'SpreadElement' ? this.#objectOf(property.argument) : null;
        const data = spread && depth < 50 ? this.read(spread, depth + 1) : null;
        Object.assign(fields, data?.fields);
        Object.assign(computed, data?.computed ?? { '…': { looksAt: null } });
      } else {
        delete fields[name];
        for (const each of Object.keys(computed)) if (each.split('.')[0] === name) delete computed[each];
        this.#add(name, property.value, fields, computed, depth);
      }
    }
    return { fields, computed };
  }

  /** Adds a field, with what is known of it. */
  #add(
    name: string,
    expression: Node,
    fields: Record<string, unknown>,
    computed: Record<string, Computed>,
    depth = 0,
  ): void {
    const value = this.#valueOf(expression, depth + 1);
    const template = value === UNKNOWN ? this.#templateOf(expression) : null;
    const object = value === UNKNOWN && depth < 20 ? this.#objectOf(expression) : null;
    if (value !== UNKNOWN) fields[name] = value;
    else if (template !== null) fields[name] = template;
    else if (object) {
      const inner = this.read(object, depth + 1);
      fields[name] = inner.fields;
      for (const [below, each] of Object.entries(inner.computed)) computed[`${name}.${below}`] = each;
    } else computed[name] = { looksAt: this.looksAt(expression) };
  }

  /** The object that an expression is, or that its name stands for; null if it is none. */
  #objectOf(expression: Node, depth = 0): ObjectExpression | null {
    const node = expression as AnyNode;
    if (node.type === 'ObjectExpression') return node;
    const named = node.type === 'Identifier' ? this.#names.get(node.name) : undefined;
    return named && depth < 20 ? this.#objectOf(named, depth + 1) : null;
  }

  /** The object that a function gives back, if it gives back one and decides nothing; null otherwise. */
  #returnedBy(expression: Node): ObjectExpression | null {
    const named = expression as AnyNode;
    const node = named.type === 'Identifier' ? (this.#names.get(named.name) ?? named) : named;
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement')
      return this.#objectOf(node.body);
    if (!isFunction(node) || node.body.type !== 'BlockStatement') return null;
    const returned = node.body.body.flatMap((each) =>
      each.type === 'ReturnStatement' && each.argument ? [this.#objectOf(each.argument)] : [],
    );
    return returned.length === 1 ? (returned[0] ?? null) : null;
  }

  /** A function that makes a text of fields, `(data) => `/blog/${data.page.fileSlug}/``, as a template of Liquid. */
  #templateOf(expression: Node): string | null {
    const node = expression as AnyNode;
    if (!isFunction(node)) return null;
    const [parameter] = node.params;
    let body: AnyNode = node.body;
    if (body.type === 'BlockStatement') {
      const [only, ...others] = body.body;
      if (only?.type !== 'ReturnStatement' || !only.argument || others.length > 0) return null;
      body = only.argument;
    }
    if (body.type !== 'TemplateLiteral' || (parameter && parameter.type !== 'Identifier')) return null;
    const names = body.expressions.map((each) => pathOf(each, parameter?.name ?? ''));
    return body.quasis
      .map(({ value }, at) => {
        const name = names[at];
        return `${value.cooked}${at < names.length ? `{{ ${name ?? '?'} }}` : ''}`;
      })
      .join('');
  }

  /** What is known of a value that is given a name: of `eleventyComputed`, say, or of one of its fields. */
  readAs(name: string, expression: Node): ScriptData {
    const fields: Record<string, unknown> = {};
    const computed: Record<string, Computed> = {};
    this.#add(name, this.#returnedBy(expression) ?? expression, fields, computed);
    return { fields, computed };
  }

  /**
   * Whether a function of a text's data and content may leave the text out, by giving back `false`, or changes what decides that. What it
   * gives back otherwise is the content.
   */
  mayLeaveOut(expression: Node, decides: (field: string) => boolean): boolean {
    const itself = expression as AnyNode;
    const node = itself.type === 'Identifier' ? (this.#names.get(itself.name) ?? itself) : itself;
    if (!isFunction(node)) return true;
    const isContent = (given: AnyNode | null | undefined): boolean =>
      !given ||
      (given.type === 'Literal' && given.value !== false) ||
      given.type === 'Identifier' ||
      given.type === 'TemplateLiteral' ||
      (given.type === 'BinaryExpression' && given.operator === '+') ||
      (given.type === 'CallExpression' && given.callee.type === 'MemberExpression');
    if (node.body.type !== 'BlockStatement') return !isContent(node.body);
    const parts = this.#partsOf(node.body);
    if (!parts) return true;
    return parts.some(
      (each) =>
        (each.type === 'ReturnStatement' && !isContent(each.argument)) ||
        (each.type === 'AssignmentExpression' &&
          each.left.type === 'MemberExpression' &&
          decides(keyOf(each.left.property, each.left.computed) ?? 'draft')),
    );
  }

  /** Every node of a part of the program; null if too many were looked at. */
  #partsOf(root: Node): AnyNode[] | null {
    const nodes: AnyNode[] = [];
    for (const node of nodesIn(root)) {
      if (++this.#steps > MAX_STEPS) return null;
      nodes.push(node);
    }
    return nodes;
  }

  /** Which fields of its parameters a function looks at, and those that it calls; null if that cannot be seen. */
  looksAt(expression: Node, seen = new Set<Node>()): readonly string[] | null {
    const itself = expression as AnyNode;
    const declared = itself.type === 'Identifier' ? this.#names.get(itself.name) : undefined;
    if (declared) return this.looksAt(declared, seen);
    const names = new Set<string>();
    if (seen.has(expression)) return [];
    seen.add(expression);
    const nodes = this.#partsOf(expression);
    if (!nodes?.some(isFunction)) return null;
    const parameters = new Set<string>();
    for (const node of nodes) {
      if (!isFunction(node)) continue;
      for (const parameter of node.params) {
        if (parameter.type === 'Identifier') parameters.add(parameter.name);
        else if (parameter.type !== 'ObjectPattern') return null;
        else
          for (const property of parameter.properties) {
            const name = property.type === 'Property' ? keyOf(property.key, property.computed) : null;
            if (name === null) return null;
            names.add(name);
          }
      }
    }
    const isParameter = (node: Node) =>
      (node as AnyNode).type === 'Identifier' && parameters.has((node as { name?: string }).name ?? '');
    for (const node of nodes) {
      if (node.type === 'MemberExpression' && isParameter(node.object)) {
        const name = keyOf(node.property, node.computed);
        if (name === null) return null;
        names.add(name);
      }
      if (node.type === 'VariableDeclarator' && node.init && isParameter(node.init)) return null;
      if (node.type !== 'CallExpression' || !node.arguments.some(isParameter)) continue;
      const called = node.callee.type === 'Identifier' ? this.#names.get(node.callee.name) : undefined;
      const further = called ? this.looksAt(called, seen) : null;
      if (further === null) return null;
      for (const name of further) names.add(name);
    }
    return [...names];
  }

  /** What the program gives away as its data: `module.exports = …`, `export default …`. */
  exported(): ScriptData {
    for (const statement of this.program.body) {
      let given: Node | undefined;
      if (statement.type === 'ExportDefaultDeclaration') given = statement.declaration;
      else if (
        statement.type === 'ExpressionStatement' &&
        statement.expression.type === 'AssignmentExpression' &&
        isModuleExports(statement.expression.left)
      )
        given = statement.expression.right;
      if (given === undefined) continue;
      const object = this.#objectOf(given) ?? this.#returnedBy(given);
      return object ? this.read(object) : { fields: {}, computed: { '…': { looksAt: null } } };
    }
    const fields: Record<string, unknown> = {};
    const computed: Record<string, Computed> = {};
    for (const statement of this.program.body)
      if (
        statement.type === 'ExportNamedDeclaration' &&
        statement.declaration?.type === 'VariableDeclaration'
      )
        this.#addDeclared(statement.declaration, fields, computed);
    return { fields, computed };
  }

  #addDeclared(
    declaration: Extract<AnyNode, { type: 'VariableDeclaration' }>,
    fields: Record<string, unknown>,
    computed: Record<string, Computed>,
  ): void {
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier') {
        computed['…'] = { looksAt: null };
        continue;
      }
      if (init) this.#add(id.name, init, fields, computed);
      else fields[id.name] = undefined;
    }
  }

  /** What front matter declares: each variable and function at its top is a field (Eleventy 3). */
  declared(): ScriptData {
    const fields: Record<string, unknown> = {};
    const computed: Record<string, Computed> = {};
    for (const statement of this.program.body) {
      const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (node?.type === 'VariableDeclaration') this.#addDeclared(node, fields, computed);
      else if (node?.type === 'FunctionDeclaration' && node.id)
        computed[node.id.name] = { looksAt: this.looksAt(node) };
      // What else stands there may change what was declared.
      else if (node && node.type !== 'ImportDeclaration' && node.type !== 'EmptyStatement')
        computed['…'] = { looksAt: null };
    }
    return { fields, computed };
  }
}

const isFunction = (node: Node): node is FunctionNode =>
  /^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(node.type);

const isModuleExports = (node: Node): boolean => {
  const left = node as AnyNode;
  return (
    left.type === 'MemberExpression' &&
    left.object.type === 'Identifier' &&
    left.object.name === 'module' &&
    keyOf(left.property, left.computed) === 'exports'
  );
};

/** The path of names below a parameter: `data.page.fileSlug` is `page.fileSlug`; null for anything else. */
function pathOf(expression: Expression | Node, parameter: string): string | null {
  const node = expression as AnyNode;
  if (node.type !== 'MemberExpression') return null;
  const name = keyOf(node.property, node.computed);
  if (name === null || !/^\w+$/.test(name)) return null;
  if (node.object.type === 'Identifier') return node.object.name === parameter ? name : null;
  const above = pathOf(node.object, parameter);
  return above === null ? null : `${above}.${name}`;
}

/** Reads front matter in JavaScript: an object, or declarations. Throws an error with a reason, and `line`. */
export function readFrontMatterScript(source: string): ScriptData {
  // In parentheses, an object is an expression and no block; the line numbers stay.
  if (/^\s*\{/.test(source)) {
    const script = new Script(`(${source}\n)`);
    const [statement] = script.program.body;
    if (statement?.type === 'ExpressionStatement' && statement.expression.type === 'ObjectExpression')
      return script.read(statement.expression);
  }
  return new Script(source).declared();
}
