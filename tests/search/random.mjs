// Random sites and queries, the same for the same seed. In: a seed. Out: files of a site (`randomSite`), and queries about a
// site that readers might type, or nobody would (`randomQueries`).

/** A generator of random numbers (mulberry32). */
export function createRandom(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  const between = (least, most) => least + below(most - least + 1);
  const pick = (list) => list[below(list.length)];
  const chance = (share) => next() < share;
  const some = (least, most, make) => Array.from({ length: between(least, most) }, (_, at) => make(at));
  return { below, between, pick, chance, some };
}

// ---- words

const chinese = (
  "钱包 余额 账户 密码 支付 付款 转账 到账 充值 提现 银行卡 绑定 解绑 验证码 手机号 短信 登录 注册 注销 重置 更新 版本 网络 信号 缓存 系统 错误 故障 原因 办法 " +
  "步骤 客服 电话 订单 交易 记录 失败 成功 处理中 重复 扣款 退款 冻结 限额 手续费 安全 风险 诈骗 备份 恢复 设备 新手机 指纹 人脸识别 两步验证 设置 打开 点击 选择 确认 取消 " +
  "等待 检查 联系 提交 截图 发票 积分 优惠券 红包 二维码 扫一扫 商家 收款方 对方 朋友 家人 今天 明天 昨天 小时 分钟 工作日 如果 但是 因为 所以 可以 不能 已经 没有 还是 一直 " +
  "的 了 在 和 是 不 我 你 就 也 到 说 要 会 着 看 好 这 那 他 上 去 又 银行 行长 长度 重量 中国人民银行 数字人民币 上海 北京 计算机 人工智能"
).split(" ");
/** Traditional characters, variants, and characters of one reading and several. */
const unusual = "錢包 餘額 帳號 帐户 臺灣 後來 裡面 發票 頭髮 乾淨 幹部 週末 軟體 網絡 登錄 轉賬 收據 複製 回復 捲筒 卷筒 〇 〇一二 人々 𠮷野家 𡃁仔 㐂 ㊙ ㈱ ① ½ ﬁ Ⅷ".split(" ");
const english = (
  "wallet balance account password payment transfer deposit withdraw bank card link verify code phone message login register reset update version network signal cache system error " +
  "failure cause fix step support order transaction record failed success pending duplicate charge refund frozen limit fee security risk scam backup restore device fingerprint settings " +
  "open tap choose confirm cancel waiting checks contacted submitting running stopped payments balances tries moved boxes buses classes processes the a an of to and in is it for when if not your " +
  "iPhone15 iPhone Wi-Fi wi-fi WiFi two-factor pre-paid e-mail email don't can't user_name getBalance setUserName HTTPServer v2.10.3 3.14 100 2026-11-23 0086 +86 C++ A/B naïve café Straße ŒUVRE Ωmega ПРИВЕТ кошелёк 2FA QR PIN NFC GPS SIM"
).split(" ");
const japanese = (
  "財布 残高 アカウント パスワード 支払い 送金 入金 銀行 カード 認証 コード 電話 ログイン 登録 更新 ネットワーク エラー 原因 方法 手順 サポート 注文 取引 記録 失敗 成功 は が を に で と の も から まで です ます した ない " +
  "できない してください 確認 設定 ｱｶｳﾝﾄ ヴァイオリン 々 人々 スマホ Wi-Fi iPhone アプリ"
).split(" ");
const other = ["สวัสดีครับ", "한국어", "지갑", "العربية", "עברית", "हिन्दी", "မြန်မာ", "ខ្មែរ", "ລາວ", "👛", "👨‍👩‍👧", "🇨🇳", "❤️", "e\u0301te\u0301", "a\u0308", "か\u3099", "İstanbul", "ΣΊΣΥΦΟΣ"];

const lists = { "zh-CN": chinese, en: english, ja: japanese };
const isSpaced = (locale) => locale === "en";

function wordOf(random, locale) {
  const kind = random.below(100);
  if (kind < 80) return random.pick(lists[locale]);
  if (kind < 86) return random.pick(english);
  if (kind < 91) return random.pick(chinese);
  if (kind < 95) return random.pick(unusual);
  if (kind < 97) return random.pick(japanese);
  if (kind < 98) return String(random.below(10 ** random.between(1, 6)));
  return random.pick(other);
}

/** Words in a row, spaced as the language is. */
function words(random, locale, least, most) {
  return random.some(least, most, () => wordOf(random, locale)).reduce((text, word) => {
    const isClose = !isSpaced(locale) && (!/[\w)]$/.test(text) || !/^\w/.test(word) || random.chance(0.5));
    return text + (text && !isClose ? " " : "") + word;
  }, "");
}

function sentence(random, locale) {
  const marks = isSpaced(locale) ? [". ", "! ", "? ", "; ", ", ", " — ", " (", ") "] : ["。", "，", "！", "？", "；", "、", "：", "“", "”", "……", "（", "）"];
  return random.some(1, 4, () => words(random, locale, 2, 9)).map((part) => part + random.pick(marks)).join("");
}

const paragraph = (random, locale) => random.some(1, 4, () => sentence(random, locale)).join("").trim();

// ---- sites

const headings = { "zh-CN": ["怎么办", "原因", "怎么办", "步骤", "余额不对怎么办", "还是不行", "联系客服 Support"], en: ["What to do", "Causes", "Steps", "What to do", "Still failing", "Wi-Fi"], ja: ["原因", "方法", "サポート", "手順"] };

/** Markdown in which nothing has a meaning that it would have by chance. */
const plain = (text) => text.replace(/[\\`*_{}[\]<>#+|~&$^:!-]/g, "\\$&").replace(/^(\d+)([.)])/gm, "$1\\$2");

function block(random, locale, footnotes) {
  switch (random.below(12)) {
    case 0:
      return `\`\`\`\n${sentence(random, locale)}\nconst ${random.pick(["getBalance", "userName", "a_b"])} = ${random.below(1000)};\n\`\`\``;
    case 1:
      return `| ${plain(words(random, locale, 1, 3))} | ${plain(words(random, locale, 1, 2))} |\n|---|---|\n${random.some(1, 3, () => `| ${plain(words(random, locale, 1, 4))} | ${plain(words(random, "en", 1, 3))} |`).join("\n")}`;
    case 2:
      return random.some(2, 4, () => `- ${plain(words(random, locale, 1, 8))}`).join("\n");
    case 3: {
      footnotes.push(`[^${footnotes.length + 1}]: ${plain(sentence(random, locale))}`);
      return `${plain(paragraph(random, locale))}[^${footnotes.length}]`;
    }
    case 4:
      return `> ${plain(paragraph(random, locale))}`;
    case 5:
      return `${plain(words(random, locale, 1, 4))} **${plain(words(random, locale, 1, 3))}** ${plain(words(random, locale, 1, 4))} \`${random.pick(["wi-fi", "getBalance()", "余额", "a b"])}\`\n${plain(words(random, locale, 1, 4))}`;
    default:
      return plain(paragraph(random, locale));
  }
}

/** A document; its outline is the number of sections, so that translations can agree. */
function document(random, locale, { sections, draft }) {
  const front = [`title: ${JSON.stringify(words(random, locale, 1, 6))}`];
  if (random.chance(0.5)) front.push(`summary: ${JSON.stringify(sentence(random, locale).trim())}`);
  if (random.chance(0.3)) front.push(`keywords: ${JSON.stringify(random.some(1, 3, () => words(random, locale, 1, 2)))}`);
  if (draft) front.push("draft: true");
  const footnotes = [];
  const blocks = random.chance(0.6) ? [block(random, locale, footnotes)] : [];
  for (let section = 0; section < sections; section++) {
    blocks.push(`## ${random.chance(0.5) ? random.pick(headings[locale]) : plain(words(random, locale, 1, 4))}`);
    blocks.push(...random.some(0, 3, () => block(random, locale, footnotes)));
  }
  return `---\n${front.join("\n")}\n---\n\n${[...blocks, ...footnotes].join("\n\n")}\n`;
}

/** The files of a site with translations missing, drafts, and outlines that differ. */
export function randomSite(seed, locales, count) {
  const random = createRandom(seed);
  const files = { "content/site.yaml": `title: ${locales[0]}\nlocales: [${locales.join(", ")}]\nbase_url: https://wenda.example/\n` };
  files["content/synonyms.yaml"] = "groups:\n  - [余额不对, 钱少了, wrong balance]\n  - [转账, 汇款, 送金]\n  - [app, 软件, アプリ]\n";
  for (let number = 0; number < count; number++) {
    const sections = random.between(0, 5);
    const path = `content/${random.pick(["guide", "fixes", "questions"])}/page-${number}`;
    locales.forEach((locale, at) => {
      if (at > 0 && random.chance(0.25)) return;
      const isMismatch = at > 0 && random.chance(0.15);
      const text = document(random, locale, { sections: isMismatch ? random.between(0, 5) : sections, draft: random.chance(0.06) });
      files[at === 0 ? `${path}.md` : `${path}.${locale}.md`] = text;
    });
  }
  return files;
}

// ---- queries

const fullWidth = (text) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).replace(/ /g, "\u3000");

/** A letter changed, added, left out, or swapped with its neighbour. */
export function mistyped(random, word) {
  const letters = [...word];
  const at = random.below(letters.length);
  const letter = random.pick([..."abcdefghijklmnopqrstuvwxyz"]);
  const [removed, added] = [[1, [letter]], [0, [letter]], [1, []], [2, letters.slice(at, at + 2).reverse()]][random.below(4)];
  letters.splice(at, removed, ...added);
  return letters.join("");
}

/** Queries about what `site.contents()` says is there. */
export function randomQueries(seed, contents, count) {
  const random = createRandom(seed);
  const texts = contents.flatMap(({ pages }) => pages.flatMap(({ title, sections }) => [title, ...sections.flatMap(([, heading, text]) => [heading, text])])).filter(Boolean);
  const titles = contents.flatMap(({ pages }) => pages.map(({ title }) => title)).filter(Boolean);
  const latin = [...new Set(texts.join(" ").match(/[A-Za-z][A-Za-z'-]{2,}/g))];
  const aliases = contents.flatMap((each) => each.aliases);
  const pinyin = aliases.filter(([key]) => key[0] === "*").map(([key]) => key.slice(1));
  const initials = aliases.filter(([key]) => key[0] === "+").map(([key]) => key.slice(1));
  const variants = new Map();
  for (const [key, [usual]] of aliases) if (!/^[*+]/.test(key)) variants.set(usual, [...(variants.get(usual) ?? []), key]);

  const part = (text, least, most) => {
    const characters = [...text];
    const start = random.below(characters.length);
    return characters.slice(start, start + random.between(least, most)).join("");
  };
  const ofText = (least, most) => part(random.pick(texts), least, most);
  const ofTitle = (least, most) => part(random.pick(titles), least, most);
  const traditional = (text) => [...text].map((character) => (variants.has(character) ? random.pick(variants.get(character)) : character)).join("");
  const titleWord = () => random.pick(random.pick(titles).split(/\s+/)) || "x";
  const latinWord = () => random.pick(latin);
  const joined = (parts) => parts.join(random.pick(["", " ", "-", "_", "'", "’", "  ", "・"]));
  const orWord = (list) => (list.length ? random.pick(list) : latinWord());

  const kinds = [
    () => ofText(1, 30),
    () => ofText(1, 6),
    () => ofText(2, 4),
    () => ofTitle(1, 12),
    () => random.pick(titles),
    () => random.some(1, 3, titleWord).join(" "),
    () => `${ofText(2, 4)}${random.pick(["", " "])}${latinWord()}`,
    () => `${latinWord()} ${ofTitle(1, 5)}`,
    () => traditional(ofText(1, 8)),
    () => traditional(random.pick(titles)),
    () => fullWidth(ofText(1, 12)),
    () => fullWidth(latinWord()),
    () => joined(random.some(1, 3, () => orWord(pinyin))),
    () => orWord(pinyin) + random.pick(["", " "]) + ofText(1, 3),
    () => orWord(initials),
    () => joined(random.some(1, 2, () => orWord(initials))),
    () => orWord(pinyin).slice(0, -1),
    () => mistyped(random, latinWord()),
    () => `${mistyped(random, latinWord())} ${mistyped(random, latinWord())}`,
    () => mistyped(random, mistyped(random, latinWord())),
    () => latinWord().slice(0, random.between(1, 5)),
    () => latinWord().toUpperCase(),
    () => joined(random.some(2, 3, latinWord)),
    () => latinWord() + random.pick(["s", "es", "ed", "ing", "ly"]),
    () => `"${ofText(1, 8)}"`,
    () => `“${ofText(1, 8)}”`,
    () => `“${ofText(2, 5)}” ${ofText(1, 4)} "${ofText(2, 5)}"`,
    () => `${ofText(1, 4)}"${ofText(1, 4)}`,
    () => `“${traditional(ofText(2, 5))}”`,
    () => `${ofText(1, 3)}？！，。${ofText(1, 3)}`,
    () => `${ofText(1, 3)} ${ofText(1, 3)} ${ofText(1, 3)}`,
    () => random.some(1, 12, () => random.pick(unusual.concat(other))).join(random.pick(["", " "])),
    () => (random.chance(0.3) ? random.some(3, 30, () => ofText(3, 20)).join(" ") : ofText(30, 60)),
    () => random.pick(["", " ", "？", "。。。", "👛", "👨‍👩‍👧", "-", "''", "\"\"", "“”", "\u3000", "\u200b", "*", "+qb", "*qianbao", "~", "|", "__proto__", "constructor", "a", "的", "1", "ﷺ", "𠮷", "\u0000"]),
  ];
  return Array.from({ length: count }, (_, at) => kinds[at % kinds.length]().replace(/[\r\n\u2028]+/g, " "));
}
