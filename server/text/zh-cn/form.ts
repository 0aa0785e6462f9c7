import type { Table } from '../say.ts';
import { syntax } from './syntax.ts';

/** 配方的形式：YAML、键、类型、取值。 */
export const form: Table = {
  ...syntax,
  'The recipe has {0} characters, at most {1} are read. Keep data in files of their own.':
    '配方有 {0} 个字符，最多读取 {1} 个。请将数据放在单独的文件中。',
  "The text can't be read as YAML: {0}": '该文本无法作为 YAML 读取：{0}',
  'Values are nested more than {0} deep; expected at most a dozen levels. Look for unclosed brackets.':
    '值的嵌套超过 {0} 层；最多应为十几层。请查找未闭合的括号。',
  'The recipe has more than {0} words and signs. Keep data in files of their own.':
    '配方的词和符号超过 {0} 个。请将数据放在单独的文件中。',
  'A second YAML document begins here; a recipe is one document. Remove the `---` or split the file.':
    '第二个 YAML 文档从此处开始；一个配方是一个文档。请删除 `---` 或拆分文件。',
  'A tab indents this line; YAML allows only spaces. Replace it with spaces.':
    '此行用制表符缩进；YAML 只允许空格。请替换为空格。',
  '{0} has no {1}; {2} can have it.': '{0} 没有 {1}；{2} 可以有。',
  'It belongs in {0}.': '它属于 {0}。',
  'a list': '列表',
  'a map': '映射',
  'no number at all (.nan)': '非数（.nan）',
  'the number {0}': '数 {0}',
  'infinity (.inf)': '无穷大（.inf）',
  'a length such as 30 epochs, 500 steps or 10 %': '长度，例如 30 epochs、500 steps 或 10 %',
  'a number of runs such as 8 runs': '运行次数，例如 8 runs',
  'a number, or a schedule { from, to, over, shape } or { from, step, by }':
    '数，或调度 { from, to, over, shape } 或 { from, step, by }',
  'a path': '路径',
  'the name of a {0}': '{0}的名称',
  'a map with {0}': '含 {0} 的映射',
  'one of {0}': '以下之一：{0}',
  'a word': '单词',
  'a whole number': '整数',
  anything: '任意值',
  '{0}, … ({1} in all)': '{0}……（共 {1} 个）',
  'Found {0}, expected {1}.': '发现 {0}，应为 {1}。',
  'expected one of {0}': '应为以下之一：{0}',
  ' as {0}': '（用作 {0}）',
  'Found {0}{1}, expected {2}.{3}': '发现 {0}{1}，应为 {2}。{3}',
  'The key {0} is missing: {1}.': '缺少键 {0}：{1}。',
  'expected {0}': '应为 {0}',
  'Found an empty map, expected at least {0} entry.': '发现空映射，应至少有 {0} 项。',
  'The key {0} is not known here.': '此处不认识键 {0}。',
  'Did you mean {0}?': '是否指 {0}？',
  'Nothing more can stand here: remove it.': '此处不能再写其他内容：请将其删除。',
  'Expected {0}.': '应为 {0}。',
  'Expected one of {0}.': '应为以下之一：{0}。',
  'exactly {0}': '恰好 {0}',
  'at least {0}': '至少 {0}',
  'at most {0}': '至多 {0}',
  'more than {0}': '大于 {0}',
  'less than {0}': '小于 {0}',
  'Found {0} entries, expected {1}.': '发现 {0} 项，应为 {1} 项。',
  'Found 1 entry, expected {0}.': '发现 1 项，应为 {0} 项。',
  'Found an empty text, expected {0}.': '发现空文本，应为 {0}。',
  'Found {0} characters, expected at most {1}.': '发现 {0} 个字符，最多应为 {1} 个。',
  'a letter and then letters, digits, - or _': '字母开头，后接字母、数字、- 或 _',
  'Found the name "{0}", expected a letter and then letters, digits, - or _.':
    '发现名称“{0}”，应以字母开头，后接字母、数字、- 或 _。',
  'Found {0}, expected a finite number.': '发现 {0}，应为有限数。',
  'Found the number {0}, expected a whole number.': '发现数 {0}，应为整数。',
  'There is no anchor &{0} before this alias. Write &{1} at a value above.':
    '此别名之前没有锚点 &{0}。请在上方的值处写 &{1}。',
  '*{0} stands inside the value that it repeats. Write the value out.':
    '*{0} 位于它所重复的值之内。请将该值写出。',
  '*{0} repeats more than {1} values. Write fewer aliases of aliases.':
    '*{0} 重复的值超过 {1} 个。请减少别名的别名。',
  'With its aliases followed this has {0} values, at most {1} are read. Write fewer aliases of aliases.':
    '展开别名后有 {0} 个值，最多读取 {1} 个。请减少别名的别名。',
  'A key must be a word or a number, and this is a list, a map or an alias. Quote it if it is meant as text.':
    '键必须是单词或数，而这是列表、映射或别名。如果本意是文本，请加引号。',
  'A merge key `<<` takes a map or a list of maps. Give it an alias of one.':
    '合并键 `<<` 接受映射或映射的列表。请给它一个映射的别名。',
  'The key {0} is there already; the first one counts. Remove one of them.':
    '键 {0} 已存在；以第一个为准。请删除其中之一。',
  'First {0}': '第一个 {0}',
  'Add {0}': '添加 {0}',
  'Change to {0} and add {1}': '改为 {0} 并添加 {1}',
};
