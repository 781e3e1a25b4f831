import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';

// Finds names in Chinese, which has no capitals: by marks, by the characters that transcribe foreign names, by surnames beside
// titles and verbs of speech, by what offices and places end with, and by a short list of places.

/** A stretch of tokens that is a name, and how it was recognised. */
export interface HanName {
  from: number;
  to: number;
}

/** Characters that mostly transcribe foreign sounds, and others that often do within a longer transcription. */
const SOUNDS = new Set(
  '阿埃艾奥奧巴贝貝彼伯博布达達戴德迪蒂杜恩尔爾菲费費弗戈格哈赫亨霍基吉贾賈杰傑卡凯凱坎科克肯库庫拉莱萊兰蘭劳勞雷莉列伦倫罗羅洛卢盧鲁魯玛瑪麦麥曼梅蒙莫默穆姆纳納娜尼涅诺諾努帕潘佩皮珀普奇乔喬切茹瑞萨薩塞赛賽桑沙舍施斯苏蘇索塔坦汤湯特托瓦韦韋维維沃乌烏伍谢謝辛逊遜亚亞耶伊尤泽澤扎詹兹茲佐俄扬揚朗',
);
const FURTHER_SOUNDS = new Set(
  '爱愛干乾丹多法夫福海汉漢胡加金林隆里利丽麗路马馬米密内內欧歐山史圣聖泰唐提图圖万萬威希西夏休雪延因英约約朱芝安班鲍鮑比波查柴登迈邁门門宁寧诗詩顿頓本东東登根豪华華兴興高哥古贡貢荷候怀懷惠灵靈堪喀佛捷瑟聂聶廷丁朋蓬琳妮珊莎薇琪娅婭葛芙芭茨仰摩冈岡刚剛肖雅典仁奎祖',
);
/** How transcribed names of towns and persons end. */
const SOUND_ENDINGS = '顿頓堡特斯尔爾克亚亞尼兰蘭罗羅夫森德';
/** What comes before a place, and what is done there. */
const LOCATIVES = '在于於赴抵';
const DEEDS = new Set(
  '举行 舉行 召开 召開 发生 發生 开幕 開幕 闭幕 閉幕 去世 出生 夺冠 奪冠 设立 設立 成立 建设 建設'.split(' '),
);
/** How phrases of a place end that are no names: 在会议上. */
const NO_PLACE_ENDING = '上下中内內里裡时時后後前间間会會旁处處场場边邊院家校店';
const SURNAMES = new Set(
  '王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎余潘杜戴夏钟鐘汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文习習温溫栗付宁寧莫岳阮柯游詹翁卓路向耿闵鲍鮑欧歐区葛关關安华華俞裴包左霍凌尤牛樊殷施陶洪翟倪严嚴',
);
/** Common words that begin with a surname. */
const NO_SURNAME = new Set(
  '高于 高於 高达 高達 高出 高度 高级 高級 高校 高层 高層 高速 高峰 高温 高溫 高铁 高鐵 高位 高额 高額 高等 高科 高新 方面 方案 方式 方法 方向 方便 方针 方針 方才 方可 马上 馬上 马路 马力 马拉 馬拉 安全 安排 安装 安裝 安静 安置 常常 常见 常見 常规 常規 常务 常務 常委 常年 于是 於是 于今 金额 金額 金牌 金融 金属 金屬 金价 金钱 金銀 石油 石化 石头 石墨 江河 温度 溫度 温室 温暖 温差 温和 龙头 龍頭 白天 白色 白银 白宫 白宮 易于 易於 向好 向上 向前 关于 關於 关注 關注 关系 關係 关键 關鍵 关税 關稅 关闭 關閉 关联 關聯 关心 關心 包括 包含 包装 左右 左翼 施工 施行 施压 周期 周边 周邊 周围 周圍 周末 周年 周日 周一 周二 周三 周四 周五 周六 黄金 黃金 黄色 郑重 许可 許可 许多 許多 严重 嚴重 严格 嚴格 严厉 嚴厲 严峻 嚴峻 陈述 陈列 何时 何時 何种 何處 田径 田徑 田地 任务 任務 任命 任何 任期 任职 任職 范围 範圍 史上 史无 顾问 顧問 顾客 武器 武装 武裝 武力 万元 萬元 万亿 万人 万吨 万台 万户 段时 雷达 雷電 康复 康復 毛利 夏季 夏天 夏粮 文化 文件 文章 文明 文学 文學 文本 文字 文物 习惯 習慣 付出 付款 宁可 游客 遊客 游戏 游行 游泳 卓越 路线 路線 路径 路透 路上 华裔 华人 华商 洪水 霍乱 尤其 牛市 牛肉 陶瓷 程度 程序 曾经 曾經 曾任 曾在 曾是 苏醒 余额 餘額 余下 余人 余万 余名 杜绝 杜絕 戴上 陆地 陸地 陆军 陸軍 陆续 陸續 唐代 董事 萧条 蕭條 谢谢 罗列 林业 林業 林区 林地 王室 王国 王國 王子 江山 金刚 石榴 成立 向外 向内 向全 向国 向社 区域 区别 区间 单位 單位 单独 单日 单月 单季 孟加 严打 温饱 陶冶 和平'.split(
    ' ',
  ),
);
const ORGANISATIONS = [
  '公司',
  '集团',
  '集團',
  '大学',
  '大學',
  '银行',
  '銀行',
  '法院',
  '协会',
  '協會',
  '联盟',
  '聯盟',
  '组织',
  '組織',
  '议会',
  '議會',
  '基金会',
  '委员会',
  '委員會',
  '电视台',
  '通讯社',
  '研究院',
  '研究所',
  '俱乐部',
  '出版社',
  '检察院',
  '总局',
  '總局',
];
const PLACE_ENDINGS = '省市县縣州岛島国國部局署厅廳院社报報党黨港湾灣洲区區镇鎮村河山湖海';
/** Common words that end or begin with such a character. */
const COMMON = new Set(
  '城市 上市 股市 都市 超市 市场 市場 市民 市值 市长 市長 市委 市区 全国 全國 各国 各國 我国 我國 外国 外國 本国 本國 两国 兩國 他国 祖国 爱国 出国 回国 帝国 王国 跨国 多国 该国 該國 邻国 大国 强国 国家 國家 国内 國內 国际 國際 国务 國務 国会 國會 国民 国有 国防 国企 国外 国产 国土 国债 国庆 国旗 国籍 国王 部分 部门 部門 部长 部長 部队 部隊 部署 部件 全部 内部 內部 外部 总部 總部 东部 西部 南部 北部 中部 干部 幹部 局部 布局 结局 結局 格局 局面 局长 局長 局势 局勢 当局 當局 邮局 医院 醫院 学院 學院 法院 院长 院長 院士 院校 影院 剧院 社会 社會 社区 报社 旅行社 报告 報告 报道 報道 报导 报名 预报 汇报 日报 日報 情报 通报 海报 举报 申报 上报 政党 政黨 党员 党委 党派 入党 县长 州长 地区 地區 社区 山区 灾区 区域 區域 小区 郊区 校区 景区 园区 区别 区块 港口 机场 农村 农村 乡村 河流 山脉 登山 火山 江山 湖泊 大海 上海 沿海 海洋 海外 海军 海关 海域 海上 署名 部署 签署 簽署 省级 省份 节省 国度 国资 国学 国安 国语 基本 基因 基金 本科 密切 比赛 比賽 多达 多達 金库 金庫 路费 路費 高尔 高爾 摩托 沙拉 布丁 英伦 拉丁 因特'.split(
    ' ',
  ),
);

/** Characters that begin sentences and no names. */
const OPENERS = new Set(
  '据據当當截目今去近此同随隨由根在对對从從有这這该該全每各一两兩多不没沒昨明前后後其他她它我约約超如若虽雖但而且还還也又再最更较較已将將被把让讓使因为為所以上下',
);
const COMMON_AGENTS =
  /公司|官员|官員|专家|專家|研究|报告|報告|警方|政府|当局|當局|部门|部門|媒体|媒體|记者|記者|数据|數據|调查|調查|法院|检方|檢方|医生|醫生|科学|科學|学者|學者|居民|市民|学生|學生|企业|企業|市场|市場|人士|机构|機構|团队|團隊|业内|分析|网友|網友|双方|雙方|各方|校方|家属|家屬|律师|律師|代表|委员|委員|价|價|率|量|额|額|数|數|值|者|人$/;
/** Of a year's results. */
const PERIODS = new Set(
  '上半年 下半年 第一 第二 第三 第四 全年 今年 去年 的数据 的數據 的报告 的報告 的研究'.split(' '),
);

export class HanFinder {
  readonly #list: readonly Token[];
  readonly #language: Language;
  readonly #taken: readonly boolean[];
  readonly #found: HanName[] = [];

  /** Whether the quotes have these characters. */
  readonly #isInQuotes: (text: string) => boolean;

  constructor(
    list: readonly Token[],
    taken: readonly boolean[],
    language: Language,
    isInQuotes: (text: string) => boolean,
  ) {
    this.#isInQuotes = isInQuotes;
    this.#list = list;
    this.#taken = taken;
    this.#language = language;
  }

  find(): readonly HanName[] {
    for (let at = 0; at < this.#list.length; at++) {
      const to = this.#isHan(at)
        ? (this.#placeAt(at) ??
          this.#transcriptionAt(at) ??
          this.#speakerAt(at) ??
          this.#personAt(at) ??
          this.#locationAt(at) ??
          this.#endingAt(at))
        : this.#titleAt(at);
      if (to !== undefined) {
        this.#found.push({ from: to.from, to: to.to });
        at = Math.max(at, to.to - 1);
      }
    }
    return this.#found;
  }

  #isHan(at: number): boolean {
    return this.#list[at]?.kind === 'han' && !this.#taken[at];
  }

  #text(from: number, to: number): string {
    let text = '';
    for (let at = Math.max(0, from); at < to; at++)
      text += this.#list[at]?.kind === 'han' ? this.#list[at]?.text : '|';
    return text;
  }

  /** Whether a word of a set begins here; returns its length. */
  #wordAt(at: number, words: ReadonlySet<string>, longest = 5): number {
    for (let length = longest; length > 0; length--)
      if (words.has(this.#text(at, at + length))) return length;
    return 0;
  }

  #wordBefore(at: number, words: ReadonlySet<string>, longest = 5): number {
    for (let length = longest; length > 0; length--)
      if (at >= length && words.has(this.#text(at - length, at))) return length;
    return 0;
  }

  /** Whether the two characters from here are a common word. */
  #isWord(at: number): boolean {
    const two = this.#text(at, at + 2);
    return NO_SURNAME.has(two) || COMMON.has(two);
  }

  #isKnown(at: number): boolean {
    return this.#isInQuotes(this.#text(at, at + 2));
  }

  #placeAt(at: number): HanName | undefined {
    const length = this.#wordAt(at, this.#language.places, 5);
    return length > 0 ? { from: at, to: at + length } : undefined;
  }

  /** 《…》 */
  #titleAt(at: number): HanName | undefined {
    if (this.#list[at]?.text !== '《') return undefined;
    for (let to = at + 1; to < at + 40; to++)
      if (this.#list[to]?.text === '》') return to > at + 1 ? { from: at + 1, to } : undefined;
    return undefined;
  }

  /** Characters that stand for foreign sounds: 博尔特, 斯蒂芬·基普洛奇. */
  #transcriptionAt(at: number): HanName | undefined {
    let [to, sure] = [at, 0];
    while (
      this.#isHan(to) &&
      (SOUNDS.has(this.#list[to]?.text ?? '') || FURTHER_SOUNDS.has(this.#list[to]?.text ?? ''))
    ) {
      if (SOUNDS.has(this.#list[to]?.text ?? '')) sure++;
      to++;
    }
    if (to - at > 2 && sure >= 2 && sure * 2 >= to - at) return { from: at, to };
    const isNew = !this.#isKnown(at) && !this.#isKnown(to - 2);
    if (to - at > 2 && isNew && SOUND_ENDINGS.includes(this.#list[to - 1]?.text ?? '-'))
      return { from: at, to };
    const isWord = this.#isWord(at);
    return to - at >= 2 && sure >= 1 && !isWord && !this.#isKnown(at) ? { from: at, to } : undefined;
  }

  /** Who says or does something at the beginning of a sentence, if the quotes have none of it: 美联储宣布. */
  #speakerAt(at: number): HanName | undefined {
    const { titles, verbs, functionWords } = this.#language;
    const before = this.#list[at - 1]?.text ?? '。';
    if (!'。！？；“「'.includes(before) || OPENERS.has(this.#list[at]?.text ?? '')) return undefined;
    for (let to = at + 2; to <= at + 6; to++) {
      if (!this.#isHan(to - 1) || functionWords.has(this.#list[to - 1]?.text ?? '') || this.#isKnown(to - 2))
        return undefined;
      if (COMMON_AGENTS.test(this.#text(at, to))) return undefined;
      if (this.#wordAt(to, verbs) > 0 || this.#wordAt(to, titles) > 0 || this.#wordAt(to, PERIODS) > 0)
        return { from: at, to };
    }
    return undefined;
  }

  /** A surname and one or two characters, beside a title, a verb of speech, a date or a mark. */
  #personAt(at: number): HanName | undefined {
    const { titles, verbs, functionWords } = this.#language;
    const isBoundary = (place: number) =>
      !this.#isHan(place) ||
      this.#wordAt(place, verbs) > 0 ||
      functionWords.has(this.#list[place]?.text ?? '');
    const isAfterTitle = this.#wordBefore(at, titles) > 0;
    if (isAfterTitle) {
      for (let to = at + 2; to <= at + 4; to++)
        if (isBoundary(to) && !isBoundary(at) && !isBoundary(at + 1)) return { from: at, to };
      return SURNAMES.has(this.#list[at]?.text ?? '') && !isBoundary(at + 1)
        ? { from: at, to: at + 2 }
        : undefined;
    }
    if (!SURNAMES.has(this.#list[at]?.text ?? '') || isBoundary(at + 1) || this.#isWord(at)) return undefined;
    const isFree =
      !this.#isHan(at - 1) ||
      functionWords.has(this.#list[at - 1]?.text ?? '') ||
      this.#wordBefore(at, verbs) > 0;
    if (!isFree) return undefined;
    for (const to of [at + 3, at + 2]) {
      if (to === at + 3 && (!this.#isHan(at + 2) || functionWords.has(this.#list[at + 2]?.text ?? '')))
        continue;
      const isSpeaker = this.#wordAt(to, verbs) > 0 || this.#wordAt(to, titles) > 0;
      const isDated = this.#list[to]?.kind === 'digits';
      if (isSpeaker || isDated) return { from: at, to };
    }
    // A surname at the beginning of a word that the quotes do not have.
    return this.#isKnown(at) ? undefined : { from: at, to: at + 2 };
  }

  /** Two to four characters, which the quotes do not have, before a verb that says what happens there: 在雅安会见. */
  #locationAt(at: number): HanName | undefined {
    const before = this.#list[at - 1]?.text ?? '-';
    const { verbs, functionWords, places } = this.#language;
    const isAfterPlace = this.#wordBefore(at, places) > 0;
    if (!isAfterPlace && !(this.#isHan(at - 1) && LOCATIVES.includes(before))) return undefined;
    if (this.#wordAt(at, verbs) > 0) return undefined;
    for (let to = at + 2; to <= at + (isAfterPlace ? 2 : 4); to++) {
      if (!this.#isHan(to - 2) || !this.#isHan(to - 1) || this.#isKnown(to - 2) || this.#isWord(to - 2))
        return undefined;
      if (
        functionWords.has(this.#list[to - 2]?.text ?? '') ||
        functionWords.has(this.#list[to - 1]?.text ?? '')
      )
        return undefined;
      const isDeed = this.#wordAt(to, DEEDS) > 0 || (!isAfterPlace && this.#wordAt(to, verbs) > 1);
      const isEnd = isAfterPlace && this.#list[to]?.kind === 'mark';
      if (isDeed || isEnd)
        return NO_PLACE_ENDING.includes(this.#list[to - 1]?.text ?? '') ? undefined : { from: at, to };
    }
    return undefined;
  }

  /** What ends as offices, firms and places do: 商务部, 北京大学. */
  #endingAt(at: number): HanName | undefined {
    const organisation = ORGANISATIONS.find((ending) => this.#text(at, at + ending.length) === ending);
    const length = organisation?.length ?? (PLACE_ENDINGS.includes(this.#list[at]?.text ?? '-') ? 1 : 0);
    if (length === 0) return undefined;
    const [before, after] = [this.#text(at - 1, at + 1), this.#text(at, at + 2)];
    if (!organisation && (COMMON.has(before) || COMMON.has(after))) return undefined;
    let from = at;
    while (
      from > 0 &&
      at - from < 6 &&
      this.#isHan(from - 1) &&
      !this.#language.functionWords.has(this.#list[from - 1]?.text ?? '')
    )
      from--;
    const isCountry = '国國'.includes(this.#list[at]?.text ?? '-') && at - from === 1;
    return at - from >= 2 || isCountry
      ? { from: Math.max(from, at - (organisation ? 4 : 2)), to: at + length }
      : undefined;
  }
}

/** The Han characters of a quote, for comparison with names. */
export class HanIndex {
  readonly #text: string;

  constructor(list: readonly Token[]) {
    this.#text = list.map(({ kind, key }) => (kind === 'mark' ? (key === '·' ? '' : '|') : key)).join('');
  }

  has(name: string): boolean {
    if (this.#text.includes(name)) return true;
    // 云南省 is 云南.
    if (name.length > 2 && this.#text.includes(name.replace(/[省市县縣区區州]$/, ''))) return true;
    return name.length > 2 && this.#abbreviates(name);
  }

  /** Whether the quote has a longer form, or a shorter one, of an office's name: 工信部 for 工业和信息化部. */
  #abbreviates(name: string): boolean {
    const [first, last] = [name.charAt(0), name.charAt(name.length - 1)];
    const reach = name.length * 4;
    let tries = 0;
    for (
      let at = this.#text.indexOf(first);
      at >= 0 && tries < 50;
      at = this.#text.indexOf(first, at + 1), tries++
    ) {
      const window = this.#text.slice(at, at + reach);
      const end = window.indexOf('|');
      const longer = end < 0 ? window : window.slice(0, end);
      if (isSubsequence(name, longer)) return true;
      const stop = longer.indexOf(last, 1);
      if (stop > 1 && stop < name.length - 1 && isSubsequence(longer.slice(0, stop + 1), name)) return true;
    }
    return false;
  }
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const character of short) {
    at = long.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
