import { expect, test } from 'vitest';
import { PICTURE, readFolder, withinFolder } from './folder.ts';

const CONFIG = `import { defineConfig } from 'astro/config';
export default defineConfig({
  site: 'https://old.example',
  integrations: [],
});
`;

test('a post of Astro comes with its text, byte for byte', async () => {
  const body = "\nThe harbour is dry. <Not a component>\n\n{'x'}\n";
  const entries = await readFolder({
    'astro.config.mjs': CONFIG,
    'src/content/blog/Dry Harbour!.md': `---\ntitle: 'Dry'\ndescription: 'No water'\npubDate: 'Jul 08 2022'\nupdatedDate: 2022-07-09\nheroImage: '../../assets/a.png'\n---\n${body}`,
    'src/assets/a.png': PICTURE,
    'src/pages/about.md': '---\ntitle: About\n---\nUs.\n',
  });
  const [post, page] = entries.posts;
  expect(post).toMatchObject({
    type: 'post',
    key: 'astro:src/content/blog/Dry Harbour!.md',
    identifier: 'https://old.example/blog/dry-harbour/',
    title: 'Dry',
    content: { format: 'markdown', text: body, base: 'https://old.example/blog/dry-harbour/' },
    excerpt: 'No water',
    published: '2022-07-08T00:00:00Z',
    modified: '2022-07-09T00:00:00Z',
    addresses: ['https://old.example/blog/dry-harbour/'],
  });
  expect(withinFolder(post?.picture?.url)).toBe('src/assets/a.png');
  expect(page).toMatchObject({ type: 'page', addresses: ['https://old.example/about/'], identifier: null });
  expect(entries.addresses).toMatchObject({
    'https://old.example/rss.xml': { shows: 'feed', format: 'rss' },
  });
});

test('what is program in MDX is a loss; text and code stay', async () => {
  const body = `import Note from '../Note.astro';
import {
  A,
  B,
} from './x';
export const year = 2024;

{/* for editors */}
<Note type="tip">
Inner *text* <br/>
</Note>
<A.B src={x} />

\`\`\`jsx
import x from 'y';
<Shown />
\`\`\`
`;
  const entries = await readFolder({
    'astro.config.mjs': CONFIG,
    'src/content/blog/a.mdx': `---\ntitle: A\ndate: 2024-07-02\n---\n${body}`,
  });
  expect(entries.post.content.text).toBe(
    `\n\n\nInner *text* <br/>\n\n\n\n\`\`\`jsx\nimport x from 'y';\n<Shown />\n\`\`\`\n`,
  );
  expect(entries.losses.map(({ kind, was }) => `${kind}: ${was}`)).toEqual([
    "template: import Note from '../Note.astro';",
    "template: import { A, B, } from './x';",
    'template: export const year = 2024;',
    'template: for editors',
    'template: <Note type="tip">',
    'template: <A.B src={x} />',
  ]);
});
