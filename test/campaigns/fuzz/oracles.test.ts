import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFragment, isPage, isXml } from './oracles.ts';

// What judges the program is judged first: by what a browser or a reader would stumble over.

const NO_XML = {
  'an entity of HTML': '<a>&nbsp;</a>',
  'an entity of nobody': '<a>&nope;</a>',
  'an entity of its own': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  'an ampersand': '<a>b & c</a>',
  'an ampersand in an attribute': '<a b="&"/>',
  'a bracket in an attribute': '<a b="x<y"/>',
  'an attribute without quotes': '<a b=c/>',
  'an attribute twice': '<a b="" b=""/>',
  'an attribute twice, by two prefixes': '<a xmlns:x="u" xmlns:y="u" x:b="" y:b=""/>',
  'no space between attributes': '<a b=""c=""/>',
  'the end of CDATA in text': '<a>]]></a>',
  'CDATA that ends early': '<a><![CDATA[b]]>c]]></a>',
  'the number of a character that is none': '<a>&#0;</a>',
  'the number of half a pair': '<a>&#xD800;</a>',
  'half a pair': '<a>\uD800</a>',
  'a control character': '<a>\u0001</a>',
  'a character that is none': '<a>\uFFFE</a>',
  'two hyphens in a comment': '<a><!-- b -- c --></a>',
  'a declaration behind a space': ' <?xml version="1.0"?><a/>',
  'a declaration within': '<a><?xml version="1.0"?></a>',
  'a prefix of an element': '<x:a/>',
  'a prefix of an attribute': '<a x:b=""/>',
  'a prefix out of its place': '<a><b xmlns:x="u"/><x:c/></a>',
  'two roots': '<a/><b/>',
  'text behind the root': '<a/>b',
  'no end': '<a><b></b>',
  'the end of another': '<a><b></a></b>',
  'a name in other letters': '<a></A>',
  'an end without a beginning': '<a/></b>',
  'a part': '<a b="c',
  'no element': '<?xml version="1.0"?>',
  nothing: '',
};

test('what is not well-formed is no XML', () => {
  for (const [name, text] of Object.entries(NO_XML)) assert.throws(() => isXml(text), name);
});

test('what is well-formed is XML', () => {
  isXml('<?xml version="1.0" encoding="utf-8"?>\n<!-- a - b -->\n<a/>\n');
  isXml(
    '<a xmlns="u" xmlns:x="v" x:b="&lt;&quot;&#10;\'>"><x:c/><![CDATA[<d> & ]] >]]>&amp;]]&gt;\u{1F4F0}</a>',
  );
});

const NO_FRAGMENT = {
  'no end': '<p><strong>a',
  'no end of one within': '<p><strong>a</p>',
  'no end of a paragraph': '<p>a<p>b</p>',
  'the end of another': '<p>a</div></p>',
  'the end of another in a text': '<p>a</em>b</p>',
  'the end of another last': '<p>a<p>b</em>',
  'ends in the wrong order': '<p><em>a<strong>b</em>c</strong></p>',
  'an end that becomes an element': 'a</p>',
  'an end that becomes a line': '<p>a</br>b</p>',
  'a block in a paragraph': '<p>a<div>b</div></p>',
  'a link in a link': '<a href="https://a.example/">a<a href="https://b.example/">b</a></a>',
  'text that a table throws out': '<table><p>lost</table>',
  'a row without a body': '<table><tr><td>a</td></tr></table>',
  'a cell without a table': '<p><td>a</td></p>',
  'an element that is not closed': '<p>a<br/>b<span/>c</p>',
  'an attribute twice': '<a href="https://a.example/" href="https://b.example/">a</a>',
  'a comment': '<p>a<!-- b --></p>',
  'a comment that nobody meant': '<p>a<!b></p>',
  'a tag that is cut': '<p>a</p><a href="b',
  'an entity of nobody': '<p>&nope;</p>',
  'a bracket in text': '<p>a < b</p>',
  'the number of a character that is none': '<p>&#0;</p>',
  'a character that is dropped': '<p>a\0b</p>',
  'a new line that is dropped': '<pre>\na</pre>',
  'a script': '<script>a</script>',
  'a handler': '<p onclick="a">b</p>',
  'a style': '<p style="color: red">a</p>',
  'a picture': '<img src="https://a.example/a.png">',
  'an address that acts': '<a href="javascript:a">b</a>',
  'an address that acts, behind a space': '<a href=" javascript:a">b</a>',
  'an address of another site': '<a href="//a.example/">b</a>',
  'an address of another site, the other way': '<a href="/\\a.example/">b</a>',
  'an element of a page': '<section>a</section>',
  'a class of the page': '<p class="notice">a</p>',
  'an element by the name of a property': '<constructor>a</constructor>',
  'an attribute by the name of a property': '<p constructor="">a</p>',
};

test('what a browser would mend, or what acts, is no fragment', () => {
  for (const [name, html] of Object.entries(NO_FRAGMENT)) assert.throws(() => isFragment(html), name);
});

test('what a browser builds as it was written is a fragment', () => {
  isFragment('');
  isFragment("<p>a &lt; b &amp; c &quot;d&quot; 'e'<br>f &copy; &#x41;</p>");
  isFragment('<p lang="ar" dir="rtl">a\r\nb\rc \u{1F4F0}\u0001</p>\r\n<hr>\n');
  isFragment('<pre><code class="language-c">\n\na</code></pre>');
  isFragment('<table tabindex="0">\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table>\n');
  isFragment('<table>\n<tbody>\n<tr>\n<td></td>\n</tr>\n</tbody>\n</table>\n');
  const text = isFragment('<p>a <a href="https://a.example/?b&amp;c=1&d" title="e">f</a></p>');
  assert.equal(text, 'a \nhttps://a.example/?b&c=1&d\ne\nf', 'its text, and the values of its attributes');
});

/** A page with something in its head and its body. */
const aPage = ({ head = '', body = '<main id="main"><p>a</p></main>' }) =>
  `<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>a</title>${head}<style>p{margin:0}</style></head><body>${body}</body></html>`;

const SCRIPT = 'find("a")';

const NO_PAGE = {
  'an element that is not closed': aPage({ body: '<p><b>x</p>' }),
  'a known element that is not closed': aPage({ body: '<p><strong>x</p>' }),
  'a paragraph that is not closed': aPage({ body: '<p>a<p>b</p>' }),
  'an item that is not closed': aPage({ body: '<ul><li>a<li>b</li></ul>' }),
  'an end of nothing': aPage({ body: '<p>a</section></p>' }),
  'a body that ends twice': aPage({ body: '<p>a</p></body><p>b</p>' }),
  'text behind the end': `${aPage({})}a`,
  'no end': aPage({}).replace('</html>', ''),
  'a part': aPage({}).slice(0, -20),
  'no doctype': aPage({}).replace('<!DOCTYPE html>', ''),
  'an attribute of a second body': aPage({ body: '<body class="a"><p>a</p>' }),
  'text in the head': aPage({ head: 'a' }),
  'an element of the body in the head': aPage({ head: '<p>a</p>' }),
  'a way to elsewhere': aPage({ head: '<meta http-equiv="refresh" content="0; url=https://a.example/">' }),
  'a policy': aPage({ head: '<meta http-equiv="Content-Security-Policy" content="script-src *">' }),
  'a base': aPage({ head: '<base href="https://a.example/">' }),
  'a stylesheet of others': aPage({ head: '<link rel="stylesheet" href="https://a.example/a.css">' }),
  'what is fetched before': aPage({ head: '<link rel="preload" href="https://a.example/a.css">' }),
  'an icon of others': aPage({ head: '<link rel="icon" href="https://a.example/a.svg">' }),
  'a second style': aPage({ head: '<style>a{}</style>' }),
  'a style that fetches': aPage({}).replace('margin:0', 'background:url(https://a.example/a.png)'),
  'a style that takes in others': aPage({}).replace('p{', '@import "https://a.example/a.css";p{'),
  'a script of others': aPage({ body: '<script src="https://a.example/a.js"></script>' }),
  'a script within': aPage({ body: '<script>alert(1)</script>' }),
  'data that are none': aPage({ body: '<script type="application/ld+json">{</script>' }),
  'a module': aPage({ body: '<script type="module">alert(1)</script>' }),
  'a form': aPage({ body: '<form action="https://a.example/"><p>a</p></form>' }),
  'a field': aPage({ body: '<p><input name="a"></p>' }),
  'a button that sends': aPage({ body: '<p><button>a</button></p>' }),
  'a picture of others': aPage({
    body: '<p><img src="https://b.example/b.png" referrerpolicy="no-referrer"></p>',
  }),
  'a picture that tells where it stands': aPage({ body: '<p><img src="https://a.example/a.png"></p>' }),
  'a picture in other sizes': aPage({
    body: '<p><img src="https://a.example/a.png" srcset="https://b.example/b.png" referrerpolicy="no-referrer"></p>',
  }),
  'a frame': aPage({ body: '<iframe src="https://a.example/"></iframe>' }),
  'a drawing': aPage({ body: '<svg><a href="https://a.example/">a</a></svg>' }),
  'a handler': aPage({ body: '<p onclick="a">b</p>' }),
  'a ping': aPage({ body: '<p><a href="https://a.example/" ping="https://b.example/">b</a></p>' }),
  'a target': aPage({ body: '<p><a href="https://a.example/" target="a">b</a></p>' }),
  'an address that acts': aPage({ body: '<p><a href="javascript:a">b</a></p>' }),
};

test('what a browser would mend, or what acts or is fetched, is no page', () => {
  for (const [name, html] of Object.entries(NO_PAGE)) {
    assert.throws(() => isPage(html, [SCRIPT], ['https://a.example/a.png']), name);
  }
});

test('what a browser builds as it was written is a page', () => {
  isPage(aPage({}));
  const head = '<link rel="icon" href="/favicon.svg" type="image/svg+xml"><meta name="author" content="a">';
  const body = `<p><img src="https://a.example/a.png" alt="" referrerpolicy="no-referrer"></p><script>${SCRIPT}</script><script type="application/ld+json">{}</script>`;
  isPage(aPage({ head, body }), [SCRIPT], ['https://a.example/a.png']);
});
