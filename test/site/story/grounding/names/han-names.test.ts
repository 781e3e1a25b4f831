import { expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

const missing = (claim: string, quote: string) =>
  groundClaim({ text: claim, language: 'zh' }, [{ text: quote, language: 'zh' }])
    .findings.filter(({ kind, result }) => (kind === 'name' || kind === 'negation') && result !== 'found')
    .map(({ kind, text }) => `${kind} ${text}`);

test.each([
  ['王毅在雅安会见古特雷斯。', '王毅在纽约会见古特雷斯。', ['name 雅安']],
  ['四川玉树发生地震。', '四川雅安发生地震。', ['name 玉树']],
  ['他赢得金牌,这是惠灵顿的第一枚。', '他赢得金牌,这是乌干达的第一枚。', ['name 惠灵顿']],
])('a place that the quote does not have: %s', (claim, quote, expected) => {
  expect(missing(claim, quote)).toEqual(expected);
});

test('a surname after an office, or before a title', () => {
  expect(missing('他将同陆建明总统会谈。', '他将同萨勒总统会谈。')).toEqual(['name 陆建明']);
  expect(missing('首席财务官周文博说,营收增长。', '首席财务官奉玮说,营收增长。')).toEqual(['name 周文博']);
});

test.each([
  ['谭德塞在会上表示,疫情可以遏制。', '谭德塞表示,疫情可以遏制。'],
  ['王毅在北京介绍了情况。', '王毅在北京说明了情况。'],
  ['邱波在比赛中获得亚军。', '邱波获得亚军。'],
  ['他是第一位获奖者。', '他是首位获奖者。'],
  ['沿海地区经济增长。', '沿海一带的经济有所增长。'],
  ['他辞去主席职位。', '他不再领导该党。'],
  ['总统呼吁停火。', '普京呼吁停火。'],
  ['雷击造成火灾。', '闪电引发大火。'],
  ['清晨浓烟弥漫站厅,高峰时段大批旅客撤离。', '早上烟雾很大,许多乘客离开车站。'],
  ['女童被压伤腰部,已送往中心城区。', '女孩腰疼,送到市中心。'],
  ['畜牧业表现不佳。', '畜牧业产值下降。'],
  ['外长访问非洲四国。', '今年是中非建交70周年,外长访问非洲四国。'],
])('no name and no negation: %s', (claim, quote) => {
  expect(missing(claim, quote)).toEqual([]);
});

test.each(['西班牙', '意大利', '乌鲁木齐', '比亚迪'])('a place or a firm: %s', (name) => {
  expect(missing(`据报道,${name}的收入增加。`, '据报道,收入增加。')).toEqual([`name ${name}`]);
});
