import { MarkdownString } from 'vscode';

/** A title and lines `name: value`, all of it shown as the text that it is. */
export function tooltip(title: string, facts: readonly (readonly [string, string])[]): MarkdownString {
  const markdown = new MarkdownString('', false);
  markdown.appendMarkdown('**').appendText(title.trim()).appendMarkdown('**');
  for (const [name, value] of facts)
    markdown.appendMarkdown('  \n').appendText(`${name}: `).appendText(value);
  return markdown;
}
