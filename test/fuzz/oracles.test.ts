import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isXml } from './oracles.ts';

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
