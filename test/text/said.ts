import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What the source files of a folder say through the tag, and what they say to people without it. */
export interface Said {
  /** `Found {0}, expected {1}.` and where it stands. */
  readonly templates: ReadonlyMap<string, string>;
  /** Places of texts for people that have no tag. */
  readonly untagged: readonly string[];
}

export function said(folder: string): Said {
  const templates = new Map<string, string>();
  const untagged: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(folder, name);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
    const placeOf = (node: ts.Node) =>
      `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const visit = (node: ts.Node): void => {
      if (isSaid(node)) templates.set(templateOf(node.template), placeOf(node));
      for (const text of forPeople(node)) untagged.push(...bare(text).map((part) => placeOf(part)));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { templates, untagged };
}

const isSaid = (node: ts.Node): node is ts.TaggedTemplateExpression =>
  ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say';

const templateOf = (template: ts.TemplateLiteral): string =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : template.templateSpans.reduce(
        (before, { literal }, index) => `${before}{${index}}${literal.text}`,
        template.head.text,
      );

/** Expressions that become the words of a failure, a problem, a fix or a related place. */
function forPeople(node: ts.Node): readonly ts.Expression[] {
  if (ts.isCallExpression(node)) {
    const [, message] = node.arguments;
    const reports = ['problem', 'wrong'].includes(node.expression.getText());
    return reports && message !== undefined ? [message] : [];
  }
  if (!ts.isObjectLiteralExpression(node)) return [];
  const properties = new Map(
    node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) ? [[property.name.getText(), property.initializer] as const] : [],
    ),
  );
  const has = (name: string) => node.properties.some((property) => property.name?.getText() === name);
  const names = [
    ...(has('code') ? ['message', 'next'] : []),
    ...(has('range') ? ['message'] : []),
    ...(has('edits') ? ['title'] : []),
  ];
  return names.flatMap((name) => properties.get(name) ?? []);
}

/** Texts with letters that no tag translates, among what an expression may give. */
function bare(text: ts.Expression): readonly ts.Node[] {
  if (ts.isParenthesizedExpression(text)) return bare(text.expression);
  if (ts.isConditionalExpression(text)) return [...bare(text.whenTrue), ...bare(text.whenFalse)];
  if (ts.isBinaryExpression(text)) return [...bare(text.left), ...bare(text.right)];
  if (ts.isCallExpression(text) && ts.isPropertyAccessExpression(text.expression))
    return bare(text.expression.expression);
  if (ts.isTemplateExpression(text)) {
    const own = [text.head, ...text.templateSpans.map(({ literal }) => literal)];
    return own.some((part) => hasLetters(part.text))
      ? [text]
      : text.templateSpans.flatMap(({ expression }) => bare(expression));
  }
  return ts.isStringLiteralLike(text) && hasLetters(text.text) ? [text] : [];
}

const hasLetters = (text: string): boolean => /\p{L}{2}/u.test(text);
