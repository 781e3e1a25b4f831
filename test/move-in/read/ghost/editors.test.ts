import { expect, test } from 'vitest';
import { readOnePost } from './export.ts';

const text = (words: string, format = 0) => ({
  detail: 0,
  format,
  mode: 'normal',
  style: '',
  text: words,
  type: 'extended-text',
  version: 1,
});
const element = (type: string, children: unknown[], fields = {}) => ({
  children,
  direction: 'ltr',
  format: '',
  indent: 0,
  type,
  version: 1,
  ...fields,
});
const lexical = (...children: unknown[]) => JSON.stringify({ root: element('root', children) });
const readLexical = (...children: unknown[]) => readOnePost({ html: null, lexical: lexical(...children) });

test('Lexical without HTML becomes HTML as Ghost makes it', async () => {
  const entries = await readLexical(
    element('paragraph', [
      text('Bold', 1),
      text(' & '),
      text('both', 3),
      { type: 'linebreak', version: 1 },
      element('link', [text('link')], { url: 'https://a.example/?a=1&b="' }),
    ]),
    element('extended-heading', [text('Head')], { tag: 'h3' }),
    element(
      'list',
      [
        element('listitem', [text('one')], { value: 1 }),
        element(
          'listitem',
          [element('list', [element('listitem', [text('inner')])], { listType: 'bullet', tag: 'ul' })],
          { value: 2 },
        ),
        element('listitem', [text('two')], { value: 2 }),
      ],
      { listType: 'number', start: 3, tag: 'ol' },
    ),
    element('extended-quote', [text('Said')]),
    element('aside', [text('Aside')]),
    { type: 'horizontalrule', version: 1 },
    { type: 'codeblock', code: 'a < b', language: 'js', caption: '' },
    {
      type: 'image',
      src: '__GHOST_URL__/content/images/a.png',
      alt: 'A "b"',
      caption: '<b>C</b>',
      width: 10,
      height: 20,
      href: '',
    },
    {
      type: 'bookmark',
      url: 'https://b.example/',
      metadata: { title: 'T', description: 'D', author: 'A', publisher: 'P', icon: '', thumbnail: '' },
      caption: '',
    },
    {
      type: 'embed',
      url: 'https://v.example/1',
      embedType: 'video',
      html: '<iframe src="https://v.example/e/1"></iframe>',
      caption: 'V',
    },
    { type: 'html', html: '<table><tr><td>1</td></tr></table>' },
    { type: 'markdown', markdown: '*m*' },
    { type: 'callout', calloutText: '<b>Note</b>', calloutEmoji: '💡', backgroundColor: 'blue' },
    { type: 'toggle', heading: 'Q', content: '<p>A</p>' },
    { type: 'button', buttonText: 'Go', buttonUrl: 'https://c.example/', alignment: 'center' },
    {
      type: 'gallery',
      images: [{ src: '/content/images/1.png', alt: '1' }, { src: '/content/images/2.png' }],
      caption: 'G',
    },
    {
      type: 'file',
      src: '/content/files/a.pdf',
      fileTitle: 'Report',
      fileCaption: '',
      fileName: 'a.pdf',
      fileSize: 1,
    },
    { type: 'video', src: '/content/media/v.mp4', caption: '' },
    { type: 'audio', src: '/content/media/a.mp3', title: 'Sound' },
  );
  expect(entries.post.content.text).toBe(
    [
      '<p><strong>Bold</strong> &amp; <strong><em>both</em></strong><br><a href="https://a.example/?a=1&amp;b=&quot;">link</a></p>',
      '<h3>Head</h3>',
      '<ol start="3"><li>one<ul><li>inner</li></ul></li><li>two</li></ol>',
      '<blockquote>Said</blockquote><blockquote class="kg-blockquote-alt">Aside</blockquote><hr>',
      '<pre><code class="language-js">a &lt; b</code></pre>',
      '<figure class="kg-card kg-image-card"><img src="https://old.example/content/images/a.png" class="kg-image" alt="A &quot;b&quot;" width="10" height="20"><figcaption><b>C</b></figcaption></figure>',
      '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://b.example/"><div class="kg-bookmark-content"><div class="kg-bookmark-title">T</div><div class="kg-bookmark-description">D</div><div class="kg-bookmark-metadata"><span class="kg-bookmark-author">A</span><span class="kg-bookmark-publisher">P</span></div></div></a></figure>',
      '<figure class="kg-card kg-embed-card"><iframe src="https://v.example/e/1"></iframe><figcaption>V</figcaption></figure>',
      '<!--kg-card-begin: html-->\n<table><tr><td>1</td></tr></table>\n<!--kg-card-end: html-->',
      '<!--kg-card-begin: markdown-->\n<p><em>m</em></p>\n\n<!--kg-card-end: markdown-->',
      '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">💡</div><div class="kg-callout-text"><b>Note</b></div></div>',
      '<div class="kg-card kg-toggle-card" data-kg-toggle-state="close"><div class="kg-toggle-heading"><h4 class="kg-toggle-heading-text">Q</h4></div><div class="kg-toggle-content"><p>A</p></div></div>',
      '<div class="kg-card kg-button-card"><a href="https://c.example/" class="kg-btn kg-btn-accent">Go</a></div>',
      '<figure class="kg-card kg-gallery-card"><div class="kg-gallery-container"><div class="kg-gallery-row"><div class="kg-gallery-image"><img src="/content/images/1.png" class="kg-image" alt="1"></div><div class="kg-gallery-image"><img src="/content/images/2.png" class="kg-image" alt=""></div></div></div><figcaption>G</figcaption></figure>',
      '<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="/content/files/a.pdf" title="Download" download><div class="kg-file-card-title">Report</div><div class="kg-file-card-filename">a.pdf</div></a></div>',
      '<figure class="kg-card kg-video-card"><div class="kg-video-container"><video src="/content/media/v.mp4" preload="metadata"></video></div></figure>',
      '<div class="kg-card kg-audio-card"><div class="kg-audio-player-container"><audio src="/content/media/a.mp3" preload="metadata"></audio><div class="kg-audio-title">Sound</div></div></div>',
    ].join(''),
  );
  expect(entries.lines).toEqual([]);
});

test('cards that are not known, or were only in emails, are losses', async () => {
  const entries = await readLexical(
    { type: 'email', html: '<p>Hello <b>reader</b></p>' },
    { type: 'signup', header: 'Join' },
    { type: 'constructor', x: 1 },
    element('mystery', [text('words')]),
    { type: 'image', src: '' },
  );
  expect(entries.post.content.text).toBe('words');
  expect(entries.lines).toEqual([
    'card: a part that only the email had: Hello reader → left out',
    'card: a form to subscribe: {"type":"signup","header":"Join"} → left out',
    'card: unknown card "constructor": {"type":"constructor","x":1} → left out',
    'card: unknown element "mystery" → its text',
    'card: image card without an address: {"type":"image","src":""} → left out',
  ]);
});

test('Mobiledoc without HTML becomes HTML as Ghost makes it', async () => {
  const document = {
    version: '0.3.1',
    ghostVersion: '4.0',
    atoms: [['soft-return', '', {}]],
    cards: [
      ['markdown', { markdown: '# M' }],
      ['image', { src: '/content/images/a.png', caption: 'C' }],
      ['hr', {}],
      ['code', { code: 'x', language: 'js' }],
    ],
    markups: [['strong'], ['a', ['href', 'https://a.example/']], ['script']],
    sections: [
      [
        1,
        'p',
        [
          [0, [], 0, 'One '],
          [0, [0], 0, 'two '],
          [0, [1], 2, 'three'],
          [1, [], 0, 0],
          [0, [2], 1, '<x>'],
        ],
      ],
      [3, 'ul', [[[0, [], 0, 'a']], [[0, [], 0, 'b']]]],
      [1, 'h2', [[0, [], 0, 'H']]],
      [10, 0],
      [10, 1],
      [10, 2],
      [10, 3],
      [10, 99],
    ],
  };
  const entries = await readOnePost({ html: null, mobiledoc: JSON.stringify(document) });
  expect(entries.post.content.text.split('\n')).toEqual([
    '<p>One <strong>two <a href="https://a.example/">three</a></strong><br>&lt;x&gt;</p>',
    '<ul><li>a</li><li>b</li></ul>',
    '<h2>H</h2>',
    '<!--kg-card-begin: markdown-->',
    '<h1>M</h1>',
    '',
    '<!--kg-card-end: markdown-->',
    '<figure class="kg-card kg-image-card"><img src="/content/images/a.png" class="kg-image" alt=""><figcaption>C</figcaption></figure>',
    '<hr>',
    '<pre><code class="language-js">x</code></pre>',
    '',
  ]);
  expect(entries.lines).toEqual(['card: unknown section [10,99] → left out']);
});

test('what only members saw is never in a public text; a draft keeps it', async () => {
  const gated = (nonMember: boolean, html: string) =>
    `<!--kg-gated-block:begin nonMember:${nonMember} memberSegment:"status:-free" -->${html}<!--kg-gated-block:end-->`;
  const html = `<p>a</p>${gated(false, '<p>secret</p>')}${gated(true, '<p>all</p>')}<p>b</p><!--kg-gated-block:begin nonMember:false --><p>never closed</p>`;
  const open = await readOnePost({ html });
  expect(open.post.content.text).toBe(`<p>a</p>${gated(true, '<p>all</p>')}<p>b</p>`);
  expect(open.lines).toEqual([
    'subscribers: a part for subscribers: secret → left out',
    'subscribers: a part for subscribers: never closed → left out',
  ]);
  const draft = await readOnePost({ html, visibility: 'paid' });
  expect([draft.post.content.text, draft.post.unpublished]).toEqual([html, 'for subscribers']);
  const card = {
    type: 'html',
    html: '<p>secret</p>',
    visibility: { web: { nonMember: false, memberSegment: 'status:free' } },
  };
  const rendered = await readLexical(element('paragraph', [text('a')]), card);
  expect(rendered.post.content.text).toBe('<p>a</p>');
});

test('what stands below the mark for subscribers is public only where Ghost showed it to everyone', async () => {
  const html = '<p>preview</p><!--members-only--><p>secret</p>';
  for (const visibility of ['members', 'paid', 'tiers', '', 7])
    expect((await readOnePost({ html, visibility })).post.unpublished).toBe('for subscribers');
  expect((await readOnePost({ html })).post).toMatchObject({ unpublished: null, content: { text: html } });
});
