import type { Table } from '../say.ts';

/** 配方的 YAML 写法。 */
export const syntax: Table = {
  'Nothing closes this {0}: expected {1}.': '此 {0} 没有闭合：应为 {1}。',
  'Insert {0}': '插入 {0}',
  'Nothing closes this quotation mark: expected {0} at the end of the value.':
    '此引号没有闭合：值的末尾应为 {0}。',
  'Nothing opens this {0}. Remove it, or write {1} before it.':
    '此 {0} 没有对应的开头。请将其删除，或在前面写 {1}。',
  'A comma too many. Remove it.': '多了一个逗号。请将其删除。',
  'Two entries without a comma between them. Expected , here.': '两项之间没有逗号。此处应为 ,。',
  'The white space after {0}: is none that YAML knows (a non-breaking space, for example). Write a plain space.':
    '{0}: 之后的空白不是 YAML 认识的（例如不换行空格）。请写普通空格。',
  'Write a plain space': '改为普通空格',
  'Expected a space after the colon of {0}.': '{0} 的冒号之后应有空格。',
  'Insert a space': '插入空格',
  'Found {0} after {1}, expected a colon and a space.': '{1} 之后发现 {0}，应为半角冒号和空格。',
  'Write a colon': '改为冒号',
  'This line has no colon: expected a key, a colon and its value, such as batch: 64.':
    '此行没有冒号：应为键、冒号和值，例如 batch: 64。',
  'An entry of a list stands beside keys. Begin all of them with a dash, or none.':
    '列表的项与键并列。请全部以短横开头，或全部不用。',
  'A value with a colon in it has to stand in quotes.': '含有冒号的值必须加引号。',
  'Put it in quotes': '加上引号',
  'Expected a space after the dash.': '短横之后应有空格。',
  'This line stands among the entries of a list and has no dash. Begin it with a dash, or indent it like the lines that it belongs to.':
    '此行位于列表的各项之间，却没有短横。请以短横开头，或与其所属的行对齐。',
  'Begin it with a dash': '以短横开头',
  'This line begins in column {0}, where nothing before it begins. Indent it like the lines that it belongs to.':
    '此行从第 {0} 列开始，而前面没有从该列开始的内容。请与其所属的行对齐。',
  'Begin it in column {0}': '从第 {0} 列开始',
  "Lines end with a carriage return alone, which YAML readers don't take for a line break. Save the file with line ends of Unix or Windows.":
    '各行仅以回车符结尾，YAML 不将其视为换行。请以 Unix 或 Windows 换行符保存文件。',
  'Expected a space before the # of a comment.': '注释的 # 之前应有空格。',
  'A list begins on a line of its own, below its key. Put the dash there, or write the list in brackets.':
    '列表从键下方的新行开始。请将短横放到那里，或用方括号书写列表。',
  'Nothing can follow a value in quotes or brackets. Remove it, or put all of the value in quotes.':
    '引号或括号中的值之后不能再有内容。请将其删除，或将整个值加上引号。',
  'A backslash between double quotes begins an escape, and this is none. Write two backslashes, or single quotes.':
    '双引号中的反斜杠表示转义，而这不是有效的转义。请写两个反斜杠，或使用单引号。',
  'Write two backslashes': '写两个反斜杠',
  "A value can't begin with {0}. Put it in quotes.": '值不能以 {0} 开头。请加上引号。',
  'Recipes have no tags such as {0}. Remove it.': '配方没有 {0} 这样的标签。请将其删除。',
  "An anchor or alias can't stand like this. Write &name before the value that is repeated, and *name alone where it is repeated.":
    '锚点或别名不能这样写。请在被重复的值之前写 &name，并在重复处单独写 *name。',
  'A line that begins with % tells YAML itself something, and this is unknown. Remove it.':
    '以 % 开头的行是给 YAML 本身的指令，而此指令未知。请将其删除。',
  'This key has more than 1024 characters. Shorten it.': '此键超过 1024 个字符。请缩短。',
  "This can't be read as YAML. Look at the colons, commas, quotes and brackets of this line and of the one before it.":
    '此处无法作为 YAML 读取。请检查此行及前一行的冒号、逗号、引号和括号。',
};
