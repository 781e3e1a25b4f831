import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFragment, assertPage, assertXml } from './oracles.ts';

// The assertions that judge the program are tested first, with documents that browsers or feed readers would stumble over.

const INVALID_XML = {
  'an HTML entity': '<a>&nbsp;</a>',
  'an unknown entity': '<a>&nope;</a>',
  'an entity that the document declares': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  'an ampersand': '<a>b & c</a>',
  'an ampersand in an attribute': '<a b="&"/>',
  'a bracket in an attribute': '<a b="x<y"/>',
  'an attribute without quotes': '<a b=c/>',
  'an attribute twice': '<a b="" b=""/>',
  'an attribute twice, with two prefixes': '<a xmlns:x="u" xmlns:y="u" x:b="" y:b=""/>',
  'no space between attributes': '<a b=""c=""/>',
  'the end of CDATA in text': '<a>]]></a>',
  'CDATA that ends early': '<a><![CDATA[b]]>c]]></a>',
  'a reference to U+0000': '<a>&#0;</a>',
  'a reference to a surrogate': '<a>&#xD800;</a>',
  'a lone surrogate': '<a>\uD800</a>',
  'a control character': '<a>\u0001</a>',
  'a noncharacter': '<a>\uFFFE</a>',
  'two hyphens in a comment': '<a><!-- b -- c --></a>',
  'a declaration after a space': ' <?xml version="1.0"?><a/>',
  'a declaration inside an element': '<a><?xml version="1.0"?></a>',
  'an undeclared prefix of an element': '<x:a/>',
  'an undeclared prefix of an attribute': '<a x:b=""/>',
  'a prefix out of its scope': '<a><b xmlns:x="u"/><x:c/></a>',
  'two roots': '<a/><b/>',
  'text after the root': '<a/>b',
  'a missing end tag': '<a><b></b>',
  'end tags in the wrong order': '<a><b></a></b>',
  'an end tag in upper case': '<a></A>',
  'an end tag without a start tag': '<a/></b>',
  'a truncated document': '<a b="c',
  'no element': '<?xml version="1.0"?>',
  'an empty document': '',
};

test('assertXml refuses what is not well-formed', () => {
  for (const [name, text] of Object.entries(INVALID_XML)) assert.throws(() => assertXml(text), name);
});

test('assertXml accepts well-formed XML', () => {
  assertXml('<?xml version="1.0" encoding="utf-8"?>\n<!-- a - b -->\n<a/>\n');
  assertXml(
    '<a xmlns="u" xmlns:x="v" x:b="&lt;&quot;&#10;\'>"><x:c/><![CDATA[<d> & ]] >]]>&amp;]]&gt;\u{1F4F0}</a>',
  );
});

const INVALID_FRAGMENTS = {
  'no end tags': '<p><strong>a',
  'no end tag of an inner element': '<p><strong>a</p>',
  'no end tag of a paragraph': '<p>a<p>b</p>',
  'a stray end tag': '<p>a</div></p>',
  'a stray end tag within text': '<p>a</em>b</p>',
  'a stray end tag at the end': '<p>a<p>b</em>',
  'end tags in the wrong order': '<p><em>a<strong>b</em>c</strong></p>',
  'an end tag that becomes an element': 'a</p>',
  'an end tag that becomes a line break': '<p>a</br>b</p>',
  'a block in a paragraph': '<p>a<div>b</div></p>',
  'a link in a link': '<a href="https://a.example/">a<a href="https://b.example/">b</a></a>',
  'text that moves out of a table': '<table><p>lost</table>',
  'a row without a tbody': '<table><tr><td>a</td></tr></table>',
  'a cell without a table': '<p><td>a</td></p>',
  'an element that is self-closed in vain': '<p>a<br/>b<span/>c</p>',
  'an attribute twice': '<a href="https://a.example/" href="https://b.example/">a</a>',
  'a comment': '<p>a<!-- b --></p>',
  'a bogus comment': '<p>a<!b></p>',
  'a truncated tag': '<p>a</p><a href="b',
  'an unknown entity': '<p>&nope;</p>',
  'a bracket in text': '<p>a < b</p>',
  'a reference to U+0000': '<p>&#0;</p>',
  'a character that browsers drop': '<p>a\0b</p>',
  'a line break that browsers drop': '<pre>\na</pre>',
  'a script': '<script>a</script>',
  'an event handler': '<p onclick="a">b</p>',
  'an inline style': '<p style="color: red">a</p>',
  'a picture': '<img src="https://a.example/a.png">',
  'a javascript: URL': '<a href="javascript:a">b</a>',
  'a javascript: URL after a space': '<a href=" javascript:a">b</a>',
  'a URL without a scheme that leads to another site': '<a href="//a.example/">b</a>',
  'the same with a backslash': '<a href="/\\a.example/">b</a>',
  'an element that only pages have': '<section>a</section>',
  'a class that only pages have': '<p class="notice">a</p>',
  'an element named like a property of every object': '<constructor>a</constructor>',
  'an attribute named like a property of every object': '<p constructor="">a</p>',
};

test('assertFragment refuses what browsers would repair, and active content', () => {
  for (const [name, html] of Object.entries(INVALID_FRAGMENTS))
    assert.throws(() => assertFragment(html), name);
});

test('assertFragment accepts what browsers parse as written', () => {
  assertFragment('');
  assertFragment("<p>a &lt; b &amp; c &quot;d&quot; 'e'<br>f &copy; &#x41;</p>");
  assertFragment('<p lang="ar" dir="rtl">a\r\nb\rc \u{1F4F0}\u0001</p>\r\n<hr>\n');
  assertFragment('<pre><code class="language-c">\n\na</code></pre>');
  assertFragment('<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table>\n');
  assertFragment('<table>\n<tbody>\n<tr>\n<td></td>\n</tr>\n</tbody>\n</table>\n');
  const text = assertFragment('<p>a <a href="https://a.example/?b&amp;c=1&d" title="e">f</a></p>');
  assert.equal(text, 'a \nhttps://a.example/?b&c=1&d\ne\nf', 'its text and the values of its attributes');
});

const aPage = ({ head = '', body = '<main id="main"><p>a</p></main>' }) =>
  `<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>a</title>${head}<style>p{margin:0}</style></head><body>${body}</body></html>`;

const SCRIPT = 'find("a")';

const INVALID_PAGES = {
  'an unclosed element': aPage({ body: '<p><b>x</p>' }),
  'an unclosed element that pages may have': aPage({ body: '<p><strong>x</p>' }),
  'an unclosed paragraph': aPage({ body: '<p>a<p>b</p>' }),
  'an unclosed list item': aPage({ body: '<ul><li>a<li>b</li></ul>' }),
  'a stray end tag': aPage({ body: '<p>a</section></p>' }),
  'a body that ends twice': aPage({ body: '<p>a</p></body><p>b</p>' }),
  'text after the end': `${aPage({})}a`,
  'no end tag': aPage({}).replace('</html>', ''),
  'a truncated page': aPage({}).slice(0, -20),
  'no doctype': aPage({}).replace('<!DOCTYPE html>', ''),
  'a second body with an attribute': aPage({ body: '<body class="a"><p>a</p>' }),
  'text in the head': aPage({ head: 'a' }),
  'a paragraph in the head': aPage({ head: '<p>a</p>' }),
  'a refresh to another site': aPage({
    head: '<meta http-equiv="refresh" content="0; url=https://a.example/">',
  }),
  'a content security policy': aPage({
    head: '<meta http-equiv="Content-Security-Policy" content="script-src *">',
  }),
  'a base URL': aPage({ head: '<base href="https://a.example/">' }),
  'an external stylesheet': aPage({ head: '<link rel="stylesheet" href="https://a.example/a.css">' }),
  'a preload': aPage({ head: '<link rel="preload" href="https://a.example/a.css">' }),
  'an external icon': aPage({ head: '<link rel="icon" href="https://a.example/a.svg">' }),
  'a second style element': aPage({ head: '<style>a{}</style>' }),
  'a style that fetches a picture': aPage({}).replace('margin:0', 'background:url(https://a.example/a.png)'),
  'a style that imports another': aPage({}).replace('p{', '@import "https://a.example/a.css";p{'),
  'an external script': aPage({ body: '<script src="https://a.example/a.js"></script>' }),
  'an unknown inline script': aPage({ body: '<script>alert(1)</script>' }),
  'invalid JSON-LD': aPage({ body: '<script type="application/ld+json">{</script>' }),
  'a module script': aPage({ body: '<script type="module">alert(1)</script>' }),
  'a form': aPage({ body: '<form action="https://a.example/"><p>a</p></form>' }),
  'an input': aPage({ body: '<p><input name="a"></p>' }),
  'a submit button': aPage({ body: '<p><button>a</button></p>' }),
  'a submit button outside a form': aPage({ body: '<p><button type="submit">a</button></p>' }),
  'a form that leads elsewhere': aPage({
    body: '<form action="/newsroom/people"><button type="submit">a</button></form>',
  }),
  'a picture that the story does not have': aPage({
    body: '<p><img src="https://b.example/b.png" referrerpolicy="no-referrer"></p>',
  }),
  'a picture that sends a referrer': aPage({ body: '<p><img src="https://a.example/a.png"></p>' }),
  'a picture with a srcset': aPage({
    body: '<p><img src="https://a.example/a.png" srcset="https://b.example/b.png" referrerpolicy="no-referrer"></p>',
  }),
  'a frame': aPage({ body: '<iframe src="https://a.example/"></iframe>' }),
  'inline SVG': aPage({ body: '<svg><a href="https://a.example/">a</a></svg>' }),
  'an event handler': aPage({ body: '<p onclick="a">b</p>' }),
  'a ping': aPage({ body: '<p><a href="https://a.example/" ping="https://b.example/">b</a></p>' }),
  'a link target': aPage({ body: '<p><a href="https://a.example/" target="a">b</a></p>' }),
  'a javascript: URL': aPage({ body: '<p><a href="javascript:a">b</a></p>' }),
};

test('assertPage refuses what browsers would repair, active content, and what loads anything', () => {
  for (const [name, html] of Object.entries(INVALID_PAGES)) {
    assert.throws(() => assertPage(html, [SCRIPT], ['https://a.example/a.png']), name);
  }
});

test('assertPage accepts what browsers parse as written', () => {
  assertPage(aPage({}));
  const head = '<link rel="icon" href="/favicon.svg" type="image/svg+xml"><meta name="author" content="a">';
  const body = `<p><img src="https://a.example/a.png" alt="" referrerpolicy="no-referrer"></p><script>${SCRIPT}</script><script type="application/ld+json">{}</script>`;
  assertPage(aPage({ head, body }), [SCRIPT], ['https://a.example/a.png']);
});
