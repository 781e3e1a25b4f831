import { outsideFences } from './code-blocks.ts';
import { replacePairs } from './pairs.ts';
import type { TemplateContext } from './templates.ts';

/** A line that loads or gives something away; it may go on until a line that ends with `;` or a quotation mark. */
const STATEMENT =
  /^(?:import|export)\s[^\n]*?(?:\n(?![\n#>*-])[^\n]*?){0,40}?(?:['"];?|[;)}])[ \t]*(?:\r?\n|$)/gm;
/** An element of a component: its name begins with a capital. */
const COMPONENT = /<(\/?)[A-Z][\w.]{0,80}(?=[\s/>])[^<>]{0,4000}>/g;
const COMMENT = [/\{\/\*/g, /\*\/\}/g] as const;

/** Takes out of MDX what is program: imports, exports, comments and components, whose text stays. Each is a loss. */
export function withoutMdx(text: string, context: TemplateContext): string {
  return outsideFences(text, (part) => {
    const left = part.replace(STATEMENT, (was) => {
      context.lose('template', was, 'left out');
      return '';
    });
    return replacePairs(left, ...COMMENT, (_opening, inner) => {
      context.lose('template', inner, 'left out');
      return '';
    }).replace(COMPONENT, (was: string, end: string) => {
      if (end === '') context.lose('template', was, 'its content, if any');
      return '';
    });
  });
}
