import { readFile } from 'node:fs/promises';
import { type Plugin, transform } from 'esbuild';

/** Minifies a stylesheet. Writes nested rules one after the other, because older browsers know no nesting. */
export async function minifyCss(css: string): Promise<string> {
  const { code } = await transform(css, { loader: 'css', minify: true, supported: { nesting: false } });
  return code;
}

/** Makes `import story from './story.css?inline'` the minified text of that file. */
export const cssPlugin: Plugin = {
  name: 'css',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: await minifyCss(await readFile(path, 'utf8')),
      loader: 'text',
    })),
};
